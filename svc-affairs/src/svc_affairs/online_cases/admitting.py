"""Whether an application may be taken down: by its item, its channel, the centre and the place. Nothing is written here."""

from collections.abc import Awaitable, Callable, Hashable, Mapping, Sequence
from contextlib import suppress
from typing import Any, NamedTuple, Self

from sqlalchemy.ext.asyncio import AsyncSession

from chassis.auth import Principal
from chassis.errors import Problem
from contracts.roles import Role
from svc_affairs.case_materials import service as materials
from svc_affairs.centres import service as centres
from svc_affairs.centres.models import Centre
from svc_affairs.claims import service as claims
from svc_affairs.claims.errors import ItemNotClaimed
from svc_affairs.claims.models import Claim
from svc_affairs.claims.repository import Pair
from svc_affairs.directory import service as directory
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.online_cases import repository
from svc_affairs.online_cases.errors import (
    ApplicantNotAllowed,
    CentreNeeded,
    ChannelNotOpen,
    ExternalNumberTaken,
    MaterialsLacking,
    NotYourCentre,
    PlaceUnknown,
)
from svc_affairs.online_cases.models import OnlineCase
from svc_affairs.online_cases.schemas import CaseSubmission
from svc_affairs.online_cases.terms import Channel

# Who may bring a case in that way; what is not here is open to everybody.
_STAFF_CHANNELS = {Channel.HALL: Role.WINDOW, Channel.POST: Role.WINDOW, Channel.CENTRE: Role.CENTRE}


class Admitted(NamedTuple):
    """An application that may be taken down, and what was found for it."""

    body: CaseSubmission
    item: Item
    centre: Centre | None
    territory_code: str | None
    brought: Sequence[str]


class Readings:
    """What the applications of one request are checked against; each thing is read once for all of them."""

    def __init__(self, db: AsyncSession, actor: Principal) -> None:
        self.db, self.actor = db, actor
        self.places: set[str] = set()
        self.claims: Mapping[Pair, Claim | ItemNotClaimed] = {}
        self.externals: dict[tuple[str, str], OnlineCase | None] = {}
        self._kept: dict[Hashable, Any] = {}

    @classmethod
    async def of(cls, db: AsyncSession, actor: Principal, bodies: Sequence[CaseSubmission]) -> Self:
        """With items, places, centres' claims and their own numbers read already, each kind in one statement."""
        readings = cls(db, actor)
        for code, item in (await items.all_in_force(db, {body.item_code for body in bodies})).items():
            readings._kept["item", code] = item
        if places := {body.territory_code for body in bodies if body.territory_code is not None}:
            readings.places = await directory.known_territories(db, places)
        await readings._read_of_centres([body for body in bodies if body.channel is Channel.CENTRE])
        return readings

    async def _read_of_centres(self, bodies: Sequence[CaseSubmission]) -> None:
        claimed, numbers = set(), set()
        for body in bodies:
            with suppress(Problem):  # it is raised where the application itself is looked at
                centre_code = (await self.centre(body.centre_code)).code
                claimed.add((body.item_code, centre_code))
                if body.external_no is not None:
                    numbers.add((centre_code, body.external_no))
        self.claims = await claims.active_claims(self.db, claimed)
        if numbers:
            self.externals.update(await repository.find_externals(self.db, numbers))

    async def item(self, code: str) -> Item:
        """Raises ItemUnknown, ItemNotInForce."""
        found: Item = await self._once(("item", code), lambda: items.in_force(self.db, code))
        return found

    async def centre(self, code: str | None) -> Centre:
        """The centre that takes a case in; raises as `_centre` does."""
        found: Centre = await self._once(("centre", code), lambda: _centre(self.db, self.actor, code))
        return found

    def check_claim(self, item_code: str, centre_code: str) -> None:
        """Raises ItemNotClaimed; else the claim stays as it is until the commit."""
        claim = self.claims[item_code, centre_code]
        if isinstance(claim, ItemNotClaimed):
            raise claim

    async def _once(self, key: Hashable, read: Callable[[], Awaitable[Any]]) -> Any:
        if key not in self._kept:
            try:
                self._kept[key] = await read()
            except Problem as refusal:
                self._kept[key] = refusal
        found = self._kept[key]
        if isinstance(found, Problem):
            raise found
        return found


async def admit(
    readings: Readings, body: CaseSubmission, brought: Sequence[str] = (), *, to_be_accepted: bool = False
) -> Admitted:  # fmt: skip
    """What was found for the application.

    Raises ItemUnknown, ItemNotInForce, ChannelNotOpen, ApplicantNotAllowed, PlaceUnknown, CentreNeeded, NotYourCentre,
    CentreUnknown, CentreTakesNoCases, ItemNotClaimed, ExternalNumberTaken, MaterialUnknown; MaterialsLacking where it is
    to be accepted at once.
    """
    item, centre = await readings.item(body.item_code), None
    _check_channel(readings.actor, body, item)
    if body.applicant.kind not in item.applicant_kinds:
        raise ApplicantNotAllowed(kind=str(body.applicant.kind), allowed=[*item.applicant_kinds])
    if body.channel is Channel.CENTRE:
        centre = await readings.centre(body.centre_code)
        readings.check_claim(item.code, centre.code)
    territory_code = _place(readings, body) or (centre.territory_code if centre else None)
    materials.check_brought(item, brought)
    if to_be_accepted and (lacking := materials.lacking_at_first(item, brought)):
        raise MaterialsLacking(lacking=[*lacking])
    if centre is not None and body.external_no is not None:  # last, since what is refused takes no number
        _take_external(readings, centre.code, body.external_no)
    return Admitted(body, item, centre, territory_code, brought)


def _check_channel(actor: Principal, body: CaseSubmission, item: Item) -> None:
    role = _STAFF_CHANNELS.get(body.channel)
    if role is not None and not actor.has(role):
        raise ChannelNotOpen("only staff brings a case in this way", channel=str(body.channel))
    # That a centre may take it in is said by its claim and not by the item's channels.
    if body.channel is not Channel.CENTRE and str(body.channel) not in item.channels:
        raise ChannelNotOpen(channel=str(body.channel), open=[*item.channels])
    if body.channel is not Channel.CENTRE and (body.centre_code is not None or body.external_no is not None):
        raise ChannelNotOpen("a centre's case comes in through the channel of the centres", channel=str(body.channel))


async def _centre(db: AsyncSession, actor: Principal, code: str | None) -> Centre:
    """The one named, or the clerk's own; raises CentreNeeded, CentreUnknown, CentreTakesNoCases, NotYourCentre."""
    if code is None:
        own = await centres.centre_of(db, actor)
        if own is None:
            raise CentreNeeded()
        code = own.code
    centre = await centres.centre_taking_cases(db, code)
    if not centres.is_own(actor, centre):
        raise NotYourCentre(centre_code=code)
    return centre


def _take_external(readings: Readings, centre_code: str, external_no: str) -> None:
    """Raise ExternalNumberTaken where a case, or another application of this request, has the number."""
    known = readings.externals.get((centre_code, external_no))
    if known is not None:
        raise ExternalNumberTaken(case_id=str(known.id), number=known.number)
    if (centre_code, external_no) in readings.externals:
        raise ExternalNumberTaken("another application of this request has it", external_no=external_no)
    readings.externals[centre_code, external_no] = None


def _place(readings: Readings, body: CaseSubmission) -> str | None:
    """Where it belongs: the place named, or else the clerk's own."""
    code = body.territory_code
    if code is None:
        return readings.actor.territory_code
    if code not in readings.places or not readings.actor.sees(code):
        raise PlaceUnknown(territory_code=code)
    return code
