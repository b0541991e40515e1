"""What each stretch of a news text is: body, or something that only stands between its lines.

    zones("JAKARTA, Koran.id - Banjir surut. Baca Juga: Hujan Lebat***")

    dateline    JAKARTA, Koran.id -
    body        Banjir surut.
    related     Baca Juga: Hujan Lebat
    closing     ***

Zones do not overlap and come in order; blank space between them belongs to none. They are told by
rules, a file of them for each language or publisher (`rules/`), and by the lines that were learned
from the articles of its publisher, so that they can be told again at any time; nothing is taken out
of the text. What no rule knows is body.
"""

from archive.zones._attributions import Attribution, attributions
from archive.zones._dateline import Dateline, dateline, place_names
from archive.zones._links import Link, links
from archive.zones._rule import KINDS, Kind, Zone
from archive.zones._version import VERSION
from archive.zones._zones import BODY, Told, masked, squeezed, text_of, zones, zones_of

__all__ = [
    "BODY",
    "KINDS",
    "VERSION",
    "Attribution",
    "Dateline",
    "Kind",
    "Link",
    "Told",
    "Zone",
    "attributions",
    "dateline",
    "links",
    "masked",
    "place_names",
    "squeezed",
    "text_of",
    "zones",
    "zones_of",
]
