"""Types of fields that several schemas of items share."""

from typing import Annotated

from pydantic import Field, StringConstraints

Name = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Prose = Annotated[str, StringConstraints(min_length=1, max_length=4000)]
Days = Annotated[int, Field(ge=0, le=3650)]
Fee = Annotated[int, Field(ge=0, le=10**12)]
PartCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,39}$")]
