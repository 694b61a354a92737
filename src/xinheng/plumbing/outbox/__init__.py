"""News goes up: what an area did is written beside it in the same transaction, and others read it in their own time.

`publishing` writes · `reading` gives each consumer what it has not had yet. A lower area never calls a higher one: it
publishes a topic with a small payload (ids, never rows), and `settings.NEWS_CONSUMERS` says who wants which topics.
"""
