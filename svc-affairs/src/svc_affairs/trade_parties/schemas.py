"""What comes in about parties."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from chassis.schema import Input
from svc_affairs.trade_parties.terms import PartyKind, SuspensionReason

RegistrationCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{4,50}$")]
CompanyName = Annotated[str, StringConstraints(min_length=1, max_length=100)]
Account = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,128}$")]
Note = Annotated[str, StringConstraints(min_length=1, max_length=500)]


def _once(kinds: list[PartyKind]) -> list[PartyKind]:
    return [each for each in PartyKind if each in kinds]


Kinds = Annotated[list[PartyKind], Field(min_length=1, max_length=20), AfterValidator(_once)]

_ACCOUNT = "application:01959c2e-8a00-7000-8000-000000000031"


class PartyEntry(Input):
    """A new party."""

    code: RegistrationCode = Field(description="Its customs registration code 海关注册登记编号.", examples=["6599660001"])
    name: CompanyName = Field(description="Its registered name.", examples=["丝路优选"])
    kinds: Kinds = Field(description="Which kinds of document it may send.", examples=[["order"]])
    account: Account = Field(
        description="The account that acts for it: the subject of a gateway application.", examples=[_ACCOUNT]
    )


class PartyPatch(Input):
    """What changes; what is left out stays. Another account replaces the one before at once."""

    name: CompanyName | None = Field(default=None, description="Its registered name.", examples=["丝路优选"])
    kinds: Kinds | None = Field(default=None, description="Which kinds of document it may send.", examples=[["order", "list"]])
    account: Account | None = Field(default=None, description="The account that acts for it from now on.", examples=[_ACCOUNT])


class Suspension(Input):
    """Why a party may not send for now."""

    reason: SuspensionReason = Field(description="Why.", examples=["registration_lapsed"])
    note: Note | None = Field(default=None, description="More of it, in words.", examples=["注册登记已于3月1日到期"])
