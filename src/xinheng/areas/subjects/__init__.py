"""Who is spoken of: organisations with their names, codes and merges, and persons by role only."""
