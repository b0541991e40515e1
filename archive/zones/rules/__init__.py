"""A file of rules for each language or publisher.

Each offers `RULES`: a list of `Rule`, which say where zones of one kind are in a text.
"""
