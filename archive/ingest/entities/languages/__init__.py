"""A file of words for each language, by what they tell about the names beside them.

Each offers three tables of words, divided by commas, by the letters of `_lexicon`:

    WORDS     capitalised words inside of a run: titles, heads of organisations, …
    BEFORE    words in small letters in front of a run
    BEHIND    words in small letters behind a run
"""
