"""What comes in about declarations."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chassis.redaction import hide_numbers
from chassis.schema import Input
from svc_affairs.trade_declarations.terms import Reason

Words = Annotated[str, StringConstraints(min_length=1, max_length=1000), AfterValidator(hide_numbers)]


class Release(Input):
    """Words to a release, if there are any."""

    note: Words | None = Field(default=None, description="A remark.", examples=["查验无异常"])


class Objection(Input):
    """Why a declaration is held or returned."""

    reason_code: Reason = Field(description="Why, of a fixed list.", examples=["inspection"])
    note: Words | None = Field(default=None, description="More of it, in words.", examples=["随机布控"])
