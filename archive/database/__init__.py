"""The record of truth: every article, its original bytes, and where it was seen, in SQL."""

from archive.database.connection import damage
from archive.database.copying import copy
from archive.database.store import Change, Incoming, Store, Stored
from archive.database.store import open_store as open

__all__ = ["Change", "Incoming", "Store", "Stored", "copy", "damage", "open"]
