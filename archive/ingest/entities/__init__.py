"""People, places and organisations that a text names, told by lists of words and plain rules."""

from archive.ingest.entities._entities import FIELDS, REACH, Entity, entities

__all__ = ["FIELDS", "REACH", "Entity", "entities"]
