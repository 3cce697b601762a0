"""Paths of the dispatch rules."""

from typing import Annotated
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy import select

from chassis.errors import StaleVersion
from chassis.page import CursorBroken, Page, PageParams, fetch_page, link_next
from chassis.routing import Db, IfMatch, Principal, domain_router, problems, require, tag_version
from contracts.roles import Role
from svc_hotline.dispatching import service
from svc_hotline.dispatching.errors import NothingToPublish, NotTried, RuleSetUnknown, RulesWrong, TrialUnknown
from svc_hotline.dispatching.models import RuleSet
from svc_hotline.dispatching.schemas import (
    Publication,
    Rollback,
    RuleDraftInput,
    RuleDraftView,
    RuleSetSummary,
    RuleSetView,
    SuggestionView,
    TrialRequest,
    TrialView,
)
from svc_hotline.tickets.errors import TicketUnknown

router = domain_router("/v1/dispatch-rules", "dispatch rules")
of_ticket_router = domain_router("/v1/tickets/{ticket_id}/dispatch-suggestion", "dispatch rules")

Keeper = Annotated[Principal, require(Role.SUPERVISOR, unbound=True)]
Reader = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.ANALYST)]
# A trial names tickets of the whole city.
TrialReader = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR, Role.ANALYST, unbound=True)]
Desk = Annotated[Principal, require(Role.DESK, Role.SUPERVISOR)]


@router.get("", summary="Show the live rules", responses=problems(RuleSetUnknown))
async def show_live(actor: Reader, db: Db) -> RuleSetView:
    """The set that decides now; 404 before the first publication."""
    return RuleSetView.model_validate(await service.show_live(db))


@router.get("/draft", summary="Show the draft")
async def show_draft(actor: Reader, db: Db, response: Response) -> RuleDraftView:
    """The set that is being written."""
    draft = await service.show_draft(db)
    tag_version(response, draft.version)
    return RuleDraftView.model_validate(draft)


@router.put("/draft", summary="Write the draft", responses=problems(RulesWrong, StaleVersion))
async def write_draft(body: RuleDraftInput, actor: Keeper, db: Db, if_match: IfMatch, response: Response) -> RuleDraftView:
    """Replace the draft as a whole; nothing goes live by it."""
    draft = await service.write_draft(db, actor, if_match, body.rules)
    tag_version(response, draft.version)
    return RuleDraftView.model_validate(draft)


@router.post("/trials", status_code=201, summary="Try the draft on past tickets 试运行")
async def try_draft(body: TrialRequest, actor: Keeper, db: Db) -> TrialView:
    """What it would have done with tickets that were dispatched, beside what was done; none of them changes."""
    return TrialView.model_validate(await service.try_draft(db, actor, body))


@router.get("/trials/{trial_id}", summary="Show a trial", responses=problems(TrialUnknown))
async def show_trial(trial_id: UUID, actor: TrialReader, db: Db) -> TrialView:
    """Its report, as it came out then."""
    return TrialView.model_validate(await service.show_trial(db, trial_id))


@router.post(
    "/publications", status_code=201, summary="Let the draft go live", responses=problems(NotTried, NothingToPublish, RulesWrong)
)
async def publish(body: Publication, actor: Keeper, db: Db) -> RuleSetView:
    """Only what was tried on past tickets, exactly as it is, goes live."""
    return RuleSetView.model_validate(await service.publish(db, actor, body))


@router.post(
    "/rollbacks",
    status_code=201,
    summary="Bring an earlier set back",
    responses=problems(RuleSetUnknown, NothingToPublish, RulesWrong),
)
async def roll_back(body: Rollback, actor: Keeper, db: Db) -> RuleSetView:
    """It goes live at once under a new version; the draft stays."""
    return RuleSetView.model_validate(await service.roll_back(db, actor, body))


@router.get("/publications", summary="List what was published", responses=problems(CursorBroken))
async def list_sets(actor: Reader, db: Db, params: PageParams, request: Request, response: Response) -> Page[RuleSetSummary]:
    """Every set that ever went live, the newest first."""
    found, cursor = await fetch_page(db, select(RuleSet), [RuleSet.version], params)
    link_next(response, request, cursor)
    return Page(items=[RuleSetSummary.model_validate(each) for each in found], next=cursor)


@router.get("/publications/{version}", summary="Show a published set", responses=problems(RuleSetUnknown))
async def show_set(version: int, actor: Reader, db: Db) -> RuleSetView:
    """The rules as they were."""
    return RuleSetView.model_validate(await service.show_set(db, version))


@of_ticket_router.get("", summary="Suggest a unit for a ticket", responses=problems(TicketUnknown))
async def suggest(ticket_id: UUID, actor: Desk, db: Db) -> SuggestionView:
    """By the live rules, else the category's usual unit, else the territory's own 属地管理; with what it rests on."""
    suggestion = await service.suggest_for(db, actor, ticket_id)
    found = suggestion.decision
    return SuggestionView(
        basis=found.basis, basis_label_zh=found.basis.label_zh, lead_unit_code=found.lead_unit_code,
        assisting_unit_codes=list(found.assisting_unit_codes), rule_code=found.rule_code,
        rules_version=suggestion.rules_version, further_rules=list(found.further_rules),
        left_out_units=list(suggestion.left_out_units),
    )  # fmt: skip
