"""What all answers of the API are made of."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Count = Annotated[int, Field(ge=0)]
# Two offsets into a text: where something begins, and where it ends.
Span = Annotated[list[int], Field(min_length=2, max_length=2)]


class Answer(BaseModel):
    """An object with these members and no others."""

    model_config = ConfigDict(extra="forbid")
