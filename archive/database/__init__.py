"""The record of truth: every article, its original bytes, and where it was seen, in SQL.

    store       what a database holds
    saved       saved searches, and what they are done with
    ledger      which files were read, and need not be read again
    writer      what changes it                           (SQLAlchemy)
    checks      whether it can be true                    (SQLAlchemy)
    copying     backup and restore                        (SQLAlchemy)

Only who needs one of the last three imports it.
"""

from archive.database.connection import damage
from archive.database.incoming import Incoming, Stored
from archive.database.store import Change, Store
from archive.database.store import open_store as open

__all__ = ["Change", "Incoming", "Store", "Stored", "damage", "open"]
