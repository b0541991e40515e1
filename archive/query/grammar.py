"""The version of the query language, which a saved search keeps.

It counts up whenever some text comes to have another tree than before.
"""

GRAMMAR = 1
