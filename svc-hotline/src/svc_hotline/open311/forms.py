"""Reads the standard's forms: plain fields, answers as `attribute[CODE]`, and the file `media`."""

import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Annotated, TypeVar

from fastapi import Depends, Request
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from contracts.open311 import JURISDICTION
from svc_hotline.open311.rendering import check_jurisdiction
from svc_hotline.open311.schemas import StandardForm

F = TypeVar("F", bound=StandardForm)

_ANSWER = re.compile(r"attribute\[([^\[\]]{1,64})\](?:\[\])?")
_MOST_FIELDS, _MOST_PART_BYTES = 300, 64 * 1024


@dataclass(frozen=True)
class Filled:
    """A form as it came; an empty field is as one that is not there."""

    fields: Mapping[str, str]
    answers: Mapping[str, list[str]]
    media: UploadFile | None

    def read(self, model: type[F]) -> F:
        """Raises RequestValidationError, which names the fields."""
        try:
            return model.model_validate(self.fields)
        except ValidationError as error:
            faults = error.errors(include_url=False, include_context=False)
            raise RequestValidationError([fault | {"loc": ("body", *fault["loc"])} for fault in faults]) from None


async def _filled(request: Request) -> AsyncIterator[Filled]:
    """The form, its file kept until the answer is made."""
    async with request.form(max_files=1, max_fields=_MOST_FIELDS, max_part_size=_MOST_PART_BYTES) as form:
        fields: dict[str, str] = {}
        answers: dict[str, list[str]] = {}
        for name, value in form.multi_items():
            if not isinstance(value, str) or not value.strip():
                continue
            if answer := _ANSWER.fullmatch(name):
                answers.setdefault(answer[1], []).append(value)
            else:
                fields.setdefault(name, value)
        check_jurisdiction(request, fields.get(JURISDICTION))
        media = form.get("media")
        yield Filled(fields, answers, media if isinstance(media, UploadFile) and media.filename else None)


Form = Annotated[Filled, Depends(_filled)]
