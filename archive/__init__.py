"""An archive for the news articles that people collect themselves."""

__version__ = "0.1.0"
