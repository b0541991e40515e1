"""What a reader sees: a page of results, highlighted, and an article in full. Pure functions."""
