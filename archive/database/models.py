"""The tables, as SQLAlchemy Core declares them; `migrations/` builds them, a test compares both.

Core and not the ORM: what leaves this package are the frozen dataclasses of `archive.article`,
so there is nothing for a session to track, and its import would add 100 ms to every search.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    }
)

# Which archive this is. One row.
archive = Table(
    "archive",
    metadata,
    Column("k", Integer, CheckConstraint("k = 1", name="one_row"), primary_key=True),
    Column("id", String(36), nullable=False),
    Column("created", DateTime, nullable=False),
    Column("made_by", String(20), nullable=False),
)

# Ids are never given twice (AUTOINCREMENT), so that an id that somebody wrote down never comes
# to mean another article. `key` is what stays the same when the text changes: a URL or a file.
article = Table(
    "article",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("key", Text, unique=True),
    Column("added", DateTime, nullable=False),
    sqlite_autoincrement=True,
)

# The bytes as they were found, zlib-compressed, by their sha256 (of the uncompressed bytes).
original = Table(
    "original",
    metadata,
    Column("sha256", String(64), primary_key=True),
    Column("size", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
)

# The texts that an article has had; `identity` is what `archive.article.identity` says, `text_sum`
# the CRC-32 of the text. No two articles have the same current text.
version = Table(
    "version",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("number", Integer, nullable=False),
    Column("identity", String(64), nullable=False),
    Column("sha256", ForeignKey("original.sha256"), nullable=False),
    Column("media_type", String(100), nullable=False),
    Column("encoding", String(40), nullable=False),
    Column("replaced", Integer, nullable=False),
    Column("seen", DateTime, nullable=False),
    Column("is_current", Boolean, nullable=False),
    Column("text", Text, nullable=False),
    Column("text_sum", Integer, nullable=False),
    UniqueConstraint("article_id", "number"),
    Index("ix_version_current", "article_id", unique=True, sqlite_where=text("is_current")),
    Index("ix_version_current_identity", "identity", unique=True, sqlite_where=text("is_current")),
    Index("ix_version_identity", "identity"),
    Index("ix_version_sha256", "sha256"),
)

# Where a version was seen. Paths are bytes: a file name need not be text. `position` is 0 where
# the file holds nothing else.
sighting = Table(
    "sighting",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("path", LargeBinary, nullable=False),
    Column("position", Integer, nullable=False),
    Column("sha256", ForeignKey("original.sha256"), nullable=False),
    Column("seen", DateTime, nullable=False),
    UniqueConstraint("version_id", "path", "sha256"),
    Index("ix_sighting_sha256", "sha256"),
)

# What is known about a version, each value with what it rests on.
fact = Table(
    "fact",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("version_id", ForeignKey("version.id", ondelete="CASCADE"), nullable=False),
    Column("field", String(20), nullable=False),
    Column("value", Text, nullable=False),
    Column("basis", String(10), nullable=False),
    Column("rule", Text, nullable=False),
    Column("start", Integer),
    Column("end", Integer),
    Column("confidence", Float),
    UniqueConstraint("version_id", "field", "value", "basis", "rule"),
    CheckConstraint("basis IN ('edited', 'declared', 'extracted', 'inferred')", name="known_basis"),
)

tag = Table(
    "tag",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
)

article_tag = Table(
    "article_tag",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("tag_id", ForeignKey("tag.id", ondelete="CASCADE"), primary_key=True),
    Index("ix_article_tag_tag_id", "tag_id"),
)

# Lines that stand in so many stories of a publisher (its folded name) that they are none of them:
# without blank space around them, and with one space between words. `line_sum` is what
# `archive.article.Residue.sum` says.
residue = Table(
    "residue",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("publisher", Text, nullable=False),
    Column("line", Text, nullable=False),
    Column("stories", Integer, nullable=False),
    Column("learned", DateTime, nullable=False),
    Column("line_sum", Integer, nullable=False),
    UniqueConstraint("publisher", "line"),
)

# What somebody wrote about an article. Ids are never given twice, as those of articles.
note = Table(
    "note",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), nullable=False),
    Column("text", Text, nullable=False),
    Column("added", DateTime, nullable=False),
    Column("changed", DateTime),
    Index("ix_note_article_id", "article_id"),
    sqlite_autoincrement=True,
)

# Saved searches: the query as it was typed and how it was understood, by which version of the
# grammar, and the age in days at which an article counts half in its order (0: age does not
# matter). One with a tag is a rule, which gives it to what comes in. `checksum` is that of
# `archive.database.sums`, over this row and the rows of `saved_article` about it.
saved = Table(
    "saved",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False, unique=True),
    Column("query", Text, nullable=False),
    Column("match", String(3), nullable=False),
    Column("sort", String(10), nullable=False),
    Column("tree", Text, nullable=False),
    Column("grammar", Integer, nullable=False),
    Column("tag", Text),
    Column("added", DateTime, nullable=False),
    Column("checksum", Integer, nullable=False),
    Column("recent", Integer, nullable=False, server_default="0"),
    sqlite_autoincrement=True,
)

# What a saved search is done with: the articles that it reported as new, and those that it gave its
# tag to, or that were there before it. Never again, whatever becomes of article or index.
saved_article = Table(
    "saved_article",
    metadata,
    Column("saved_id", ForeignKey("saved.id", ondelete="CASCADE"), primary_key=True),
    Column("how", String(8), primary_key=True),
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    CheckConstraint("how IN ('reported', 'tagged')", name="known_how"),
    Index("ix_saved_article_article_id", "article_id"),
    sqlite_with_rowid=False,
)

# Of each article with a text that is long enough: its sketch (see `archive.sketches`), and the
# cluster of copies it is in, which is named by the lowest id in it; null: there is no copy.
# `hashes` are the sketch's, of 8 bytes each, `reach` the highest of them.
sketch = Table(
    "sketch",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("shingles", Integer, nullable=False),
    Column("reach", BigInteger, nullable=False),
    Column("hashes", LargeBinary, nullable=False),
    Column("cluster", Integer),
    Index("ix_sketch_cluster", "cluster", sqlite_where=text("cluster IS NOT NULL")),
)

# Who has a hash in the sketch: ids of 8 bytes each, the first few only, so that a sentence that
# stands in thousands of articles leads to no more than these. Where one of so many has gone, 0.
shingle = Table(
    "shingle",
    metadata,
    Column("hash", BigInteger, primary_key=True, autoincrement=False),
    Column("articles", LargeBinary, nullable=False),
    sqlite_with_rowid=False,
)

# The sketches of texts that were stored since the clusters were last renewed, which the two tables
# above do not show yet; null: the text is too short to have one.
pending = Table(
    "pending",
    metadata,
    Column("article_id", ForeignKey("article.id", ondelete="CASCADE"), primary_key=True),
    Column("shingles", Integer),
    Column("hashes", LargeBinary),
)

# The change list: the number of each article's last change, also of removed ones (hence no
# foreign key). An index that shows the state at number N applies everything above N. `checksum` is
# that of `archive.database.sums`, null for what is gone.
change = Table(
    "change",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False, unique=True),
    Column("checksum", Integer),
)

# The last change number given out. One row; its lock makes commit order number order.
counter = Table(
    "counter",
    metadata,
    Column("k", Integer, CheckConstraint("k = 1", name="one_row"), primary_key=True),
    Column("seq", Integer, nullable=False),
)

# The ledger: files of which every record is kept, as they were when they were read. Paths and names
# are bytes: they need not be text. `stamp` is what `archive.database.ledger.stamp` says of the
# file and the rest of the row, `seq` the last change number then. A file that holds one record and
# nothing to remark has its `article_id`, any other has its `records`.
folder = Table(
    "folder",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("path", LargeBinary, nullable=False, unique=True),
)

file = Table(
    "file",
    metadata,
    Column("folder_id", ForeignKey("folder.id", ondelete="CASCADE"), primary_key=True),
    Column("name", LargeBinary, primary_key=True),
    Column("stamp", BigInteger, nullable=False),
    Column("seq", Integer, nullable=False),
    Column("article_id", Integer),
    Column("records", LargeBinary),
    sqlite_with_rowid=False,
)

# The number of the last change by which an article lost something that its files may give it again:
# the place of its current text, a fact, a tag, or itself. Who was read before is read again.
lost = Table(
    "lost",
    metadata,
    Column("article_id", Integer, primary_key=True, autoincrement=False),
    Column("seq", Integer, nullable=False),
)

# The states of an index that this database vouches for: written just before the index commits,
# with size, CRC-32 and stamp of every file (`archive.seal.FileState`, as JSON) and the start of
# the machine under which they were written or last read in full.
checkpoint = Table(
    "checkpoint",
    metadata,
    Column("token", String(32), primary_key=True),
    Column("index_id", String(32), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("created", DateTime, nullable=False),
    Column("boot", String(36), nullable=False),
    Column("files", Text, nullable=False),
    Index("ix_checkpoint_index_id", "index_id"),
)
