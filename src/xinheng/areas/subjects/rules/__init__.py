"""Names, their pinyin, what the search index holds, and how merges are followed. Pure and columnar."""
