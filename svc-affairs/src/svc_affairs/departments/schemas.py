"""What goes in and out about departments."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input, View

DepartmentCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,63}$")]


class DepartmentEntry(Input):
    """A department to enter."""

    code: DepartmentCode = Field(description="Its code.", examples=["dept-07"])
    name: str = Field(min_length=1, max_length=100, description="Its name.", examples=["住房和城乡建设局"])


class DepartmentView(View):
    """A department as it stands."""

    code: str = Field(description="Its code.", examples=["dept-07"])
    name: str = Field(description="Its name.", examples=["住房和城乡建设局"])
    version: int = Field(description="Rises with each change.", examples=[1])
    registered_at: datetime = Field(description="When it was entered.", examples=["2025-01-06T02:00:00Z"])
