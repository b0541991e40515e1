"""A file per language, or per family that needs no rules of its own.

Each offers `STEMMERS`: language code (ISO 639-1) → a function from folded word to stem, and may
offer `QUESTIONS`: the folded words with which its questions begin, and which answers do not hold.
"""
