"""People, places and organisations that a text names, told by lists of words and plain rules."""

from archive.ingest.entities._entities import FIELDS, Entity, entities

__all__ = ["FIELDS", "Entity", "entities"]
