"""A CloudEvent as it arrives: the envelope's fields, and the contract model read from its data."""

import builtins
import json
from datetime import datetime
from typing import Any, TypeVar
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from contracts.event import Event

E = TypeVar("E", bound=Event)


class Envelope(BaseModel):
    """CloudEvents 1.0, structured mode. `sequence` is the aggregate's version, `replay` a declared clock."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: UUID
    source: str
    type: str
    subject: str
    time: datetime
    sequence: int
    replay: bool = False
    traceparent: str | None = None
    data: dict[str, Any] = Field(default_factory=dict)

    @classmethod
    def parse(cls, body: bytes) -> "Envelope":
        """Read a message body; raises ValueError where it is not a CloudEvent of ours."""
        try:
            document = json.loads(body)
        except RecursionError:
            raise ValueError("nested too deep") from None
        if not isinstance(document, dict) or document.get("specversion") != "1.0":
            raise ValueError("not a CloudEvents 1.0 document")
        return cls.model_validate(document)

    def event(self, model: "builtins.type[E]") -> E:
        """The data as the contract's model; raises ValueError where it does not fit."""
        return model.model_validate(self.data)
