"""A mapping says how the columns of a file become the fields of a ticket: pure functions over one row."""

import csv
import io
import math
import tomllib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

_OPTIONAL = ("description", "address", "closed_at", "category_code")


class MappingWrong(ValueError):
    """The mapping cannot be read, or names columns that the file has not."""


class FieldMapping(BaseModel):
    """The mapping file: `[columns]` field = column, `[status]` the source's word = ours."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    source: str
    encoding: str = "utf-8-sig"
    delimiter: str = Field(default=",", min_length=1, max_length=1)
    time_format: Literal["iso", "unix_seconds"] = "iso"
    columns: dict[str, str]
    status: dict[str, str] = Field(default_factory=dict)

    @classmethod
    def read(cls, file: Path) -> "FieldMapping":
        """Raises MappingWrong, which says what is wrong where."""
        try:
            return cls.model_validate(tomllib.loads(file.read_text(encoding="utf-8")))
        except OSError as error:
            raise MappingWrong(f"{file}: {error.strerror}") from None
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise MappingWrong(f"{file}: {error}") from None
        except ValidationError as error:
            first = error.errors()[0]
            raise MappingWrong(f"{file}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None


def rows(content: bytes, mapping: FieldMapping) -> Iterator[dict[str, Any]]:
    """Each record with the line it begins on; what cannot be converted goes as it is, and the hotline says what is wrong."""
    try:
        text = content.decode(mapping.encoding)
    except (UnicodeDecodeError, LookupError) as error:
        raise MappingWrong(f"the file is not {mapping.encoding}: {error}") from None
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mapping.delimiter, strict=True)
    try:
        names = next(reader, [])
        missing = set(mapping.columns.values()) - set(names)
        if missing:
            raise MappingWrong(f"the file has no column {', '.join(sorted(missing))}")
        line = reader.line_num + 1
        for values in reader:
            if values:  # an empty line is no record, but it counts
                yield row(dict(zip(names, values, strict=False)), line, mapping)
            line = reader.line_num + 1
    except csv.Error as error:
        raise MappingWrong(f"the file is not CSV at line {reader.line_num}: {error}") from None


def row(record: Mapping[str, Any], line: int, mapping: FieldMapping) -> dict[str, Any]:
    """One record as the hotline takes it."""
    found = {name: (record.get(column) or "").strip() for name, column in mapping.columns.items()}
    lon, lat = found.pop("lon", ""), found.pop("lat", "")
    made: dict[str, Any] = {"line": line, **{name: value for name, value in found.items() if value or name not in _OPTIONAL}}
    if lon or lat:
        made["location"] = {"lon": _number(lon), "lat": _number(lat)}
    for name in ("opened_at", "closed_at"):
        if made.get(name):
            made[name] = _instant(made[name], mapping)
    if "status" in made:
        made["status"] = mapping.status.get(made["status"], made["status"])
    return made


def _number(text: str) -> float | str:
    """As a number, where it is one that JSON has."""
    try:
        number = float(text)
    except ValueError:
        return text
    return number if math.isfinite(number) else text


def _instant(text: str, mapping: FieldMapping) -> str:
    if mapping.time_format == "unix_seconds":
        try:
            return datetime.fromtimestamp(int(text), UTC).isoformat()
        except (ValueError, OverflowError, OSError):
            return text
    return text
