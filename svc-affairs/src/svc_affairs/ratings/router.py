"""Paths by which somebody rates, and by which ratings are read."""

import time
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import AwareDatetime

from chassis.contact import ContactErased
from chassis.errors import Limited, Problem
from chassis.page import Page, PageParams, link_next
from chassis.routing import Db, Principal, anyone, domain_router, problems, require
from svc_affairs.departments.schemas import DepartmentCode
from svc_affairs.items.schemas import ItemCode
from svc_affairs.online_cases.schemas import Code
from svc_affairs.online_cases.sealing import Sealing as CaseSealing
from svc_affairs.rated_side import READING, RESPONSIBLE, SUPERVISING
from svc_affairs.ratings import errors, giving, reading, reasons
from svc_affairs.ratings.models import Rating
from svc_affairs.ratings.repository import Filter
from svc_affairs.ratings.schemas import Door, FollowUpGiven, RatingGiven, WordsWanted
from svc_affairs.ratings.sealing import Sealing
from svc_affairs.ratings.terms import Level, Occasion
from svc_affairs.ratings.views import RaterContactView, RatersView, RatingView, ReasonsView, ReasonView, WordsView
from svc_affairs.rectifications.errors import NothingToFollowUp, RectificationActionNotPossible
from svc_affairs.throttle import Throttle, asker_of

router = domain_router("/v1/ratings", "ratings")

Everybody = Annotated[Principal, anyone()]
Reader = Annotated[Principal, require(*READING)]
Supervisor = Annotated[Principal, require(*SUPERVISING)]
Answering = Annotated[Principal, require(*RESPONSIBLE, *SUPERVISING)]


def _faults(*more: type[Problem]) -> dict[int | str, dict[str, Any]]:
    return problems(errors.RatingUnknown, errors.NothingToRate, errors.ClerksRateNobody, Limited, *more)


async def _admit(request: Request, actor: Everybody) -> None:
    """Nobody tries codes without end."""
    throttle: Throttle = request.app.state.rating_throttle
    throttle.admit(asker_of(actor, request), time.monotonic())


_ADMITTED = [Depends(_admit)]


@router.get("/reasons", summary="List the reasons of each level 评价原因")
async def list_reasons(
    actor: Everybody,
    level: Annotated[Level | None, Query(description="Only of this level.")] = None,
    occasion: Annotated[Occasion | None, Query(description="Only for this occasion.")] = None,
) -> ReasonsView:
    """What may be ticked; the list is data with a version."""
    found = reasons.offered(level, occasion)
    return ReasonsView(version=reasons.VERSION, items=[ReasonView.of(each) for each in found])


@router.post(
    "", status_code=201, summary="Rate a visit 评价", dependencies=_ADMITTED,
    responses=_faults(errors.AlreadyRated, errors.InvitationLapsed, errors.ReasonNotOfLevel),
)  # fmt: skip
async def rate(body: RatingGiven, actor: Everybody, db: Db, seals: Sealing, case_seals: CaseSealing) -> RatersView:
    """Once, and for good. By the invitation's code, by number and query code, or at the window's device; never by staff."""
    return RatersView.of(await giving.give(db, actor, body, seals, case_seals))


@router.post(
    "/follow-ups", status_code=201, summary="Rate what was done about a low rating 复评", dependencies=_ADMITTED,
    responses=_faults(NothingToFollowUp, RectificationActionNotPossible),
)  # fmt: skip
async def follow_up(body: FollowUpGiven, actor: Everybody, db: Db, seals: Sealing, case_seals: CaseSealing) -> RatersView:
    """Once for each answer. Well rated, it is over; low again, it is put right once more, or goes up."""
    return RatersView.of(await giving.follow_up(db, actor, body, seals, case_seals))


@router.post("/lookups", summary="Follow one's own rating", dependencies=_ADMITTED, responses=_faults())
async def look_up(
    body: Door, actor: Everybody, db: Db, seals: Sealing, case_seals: CaseSealing, response: Response
) -> RatersView:
    """Whether it may be rated, how it was, and what was done about it."""
    response.headers["Cache-Control"] = "no-store"
    return RatersView.of(await giving.look_up(db, actor, body, seals, case_seals))


async def _filter(
    level: Annotated[Level | None, Query(description="Only of this level.")] = None,
    occasion: Annotated[Occasion | None, Query(description="Only of this occasion.")] = None,
    item_code: Annotated[ItemCode | None, Query(description="Only of this item.")] = None,
    department_code: Annotated[DepartmentCode | None, Query(description="Only of this department's items.")] = None,
    centre_code: Annotated[Code | None, Query(description="Only of this town centre.")] = None,
    window_code: Annotated[Code | None, Query(description="Only of the windows with this code.")] = None,
    rated_from: Annotated[AwareDatetime | None, Query(description="Only rated at or after this.")] = None,
    rated_to: Annotated[AwareDatetime | None, Query(description="Only rated before this.")] = None,
) -> Filter:
    return Filter(level, occasion, item_code, department_code, centre_code, window_code, rated_from, rated_to)


@router.get("", summary="List ratings")
async def list_ratings(
    actor: Reader, db: Db, wanted: Annotated[Filter, Depends(_filter)], params: PageParams, request: Request, response: Response
) -> Page[RatingView]:
    """What was rated, the newest first; departments and centres see their own. There is no list of one case or person."""
    found, following = await reading.list_ratings(db, actor, wanted, params)
    link_next(response, request, following)
    return Page(items=[_shown(each, actor) for each in found], next=following)


@router.get("/{rating_id}", summary="Show a rating", responses=problems(errors.RatingUnknown))
async def get_rating(rating_id: UUID, actor: Reader, db: Db) -> RatingView:
    """One that was given."""
    return _shown(await reading.get_rating(db, actor, rating_id), actor)


@router.post(
    "/{rating_id}/word-views", status_code=201, summary="Read what was written with a rating",
    responses=problems(errors.RatingUnknown, errors.NothingWritten, errors.WordsErased),
)  # fmt: skip
async def disclose_words(
    rating_id: UUID, body: WordsWanted, actor: Answering, db: Db, seals: Sealing, response: Response
) -> WordsView:
    """For a stated purpose; each look is written into the audit log. Numbers of persons are left out for the one rated."""
    response.headers["Cache-Control"] = "no-store"
    return WordsView(words=await reading.disclose_words(db, actor, rating_id, body.purpose, seals))


@router.post(
    "/{rating_id}/contact-views", status_code=201, summary="Show how to call a rater back",
    responses=problems(errors.RatingUnknown, errors.NothingWritten, ContactErased),
)  # fmt: skip
async def disclose_contact(
    rating_id: UUID, body: WordsWanted, actor: Supervisor, db: Db, seals: Sealing, response: Response
) -> RaterContactView:
    """For the government-affairs office alone, for a stated purpose; each look is written into the audit log."""
    response.headers["Cache-Control"] = "no-store"
    return RaterContactView.model_validate(await reading.disclose_contact(db, actor, rating_id, body.purpose, seals))


def _shown(rating: Rating, actor: Principal) -> RatingView:
    return RatingView.of(rating, supervises=actor.has(*SUPERVISING))
