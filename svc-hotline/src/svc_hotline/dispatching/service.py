"""Use cases of the dispatch rules: suggest a unit, write a draft, try it, let it go live, bring an earlier one back."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, clock
from chassis.auth import Principal
from chassis.clock import SHANGHAI
from chassis.ids import uuid7
from chassis.routing import check_version
from svc_hotline.calendar.service import calendar_of
from svc_hotline.categories import service as categories
from svc_hotline.categories.service import Standing
from svc_hotline.directory import service as directory
from svc_hotline.dispatching import repository
from svc_hotline.dispatching.errors import NothingToPublish, NotTried, RuleSetUnknown, RulesWrong, TrialUnknown
from svc_hotline.dispatching.models import RuleDraft, RuleSet, RuleTrial
from svc_hotline.dispatching.repository import RuleBook, read_rules
from svc_hotline.dispatching.rules import Decision, Matter, decide, digest_of, territories_of
from svc_hotline.dispatching.schemas import DispatchRule, Publication, Rollback, TrialRequest
from svc_hotline.dispatching.trials import try_rules
from svc_hotline.tickets import service as tickets
from svc_hotline.tickets.models import Ticket


@dataclass(frozen=True)
class Suggestion:
    """A decision by the live rules, which set they are, and whom it leaves out: the units that gave the ticket back."""

    decision: Decision
    rules_version: int | None
    left_out_units: tuple[str, ...] = ()


async def suggest_for(db: AsyncSession, actor: Principal, ticket_id: UUID) -> Suggestion:
    """As `suggest`, of the ticket with this id; raises TicketUnknown."""
    ticket = await tickets.get_ticket(db, actor, ticket_id)
    return await suggest(db, ticket, await categories.standing(db, ticket.category_code))


async def suggest(db: AsyncSession, ticket: Ticket, standing: Standing) -> Suggestion:
    """Where the ticket goes if nobody says otherwise: by live rule, else usual unit, else territory, else nowhere."""
    book: RuleBook = db.info["rule_book"]
    version, rules = await book.live(db)
    territories = territories_of(ticket.territory_code)
    now, calendar = clock.now(), await calendar_of(db)
    matter = Matter(
        ticket.kind, ticket.urgency, ticket.channel, ticket.origin_line, standing.path[::-1], territories, now,
        calendar.is_working(now.astimezone(SHANGHAI).date()),
    )  # fmt: skip
    usual = standing.default_unit_code
    if usual is not None and not await directory.kinds_of_units(db, [usual]):
        usual = None  # a category may name a unit that the organisation does not have
    places = await repository.places(db, territories)
    left_out = tuple(ticket.returned_unit_codes)
    return Suggestion(decide(rules, matter, usual, places, frozenset(left_out)), version, left_out)


async def show_draft(db: AsyncSession) -> RuleDraft:
    return (await db.execute(select(RuleDraft))).scalar_one()


async def write_draft(db: AsyncSession, actor: Principal, if_match: int | None, rules: Sequence[DispatchRule]) -> RuleDraft:
    """Replace the draft as a whole; raises RulesWrong, StaleVersion. The same set again changes nothing."""
    draft = await repository.draft_for_update(db)
    check_version(if_match, draft.version)
    await _check(db, rules)
    digest = digest_of(rules)
    if digest != draft.digest:
        draft.rules = [rule.model_dump(mode="json") for rule in rules]
        draft.digest, draft.version = digest, draft.version + 1
        draft.changed_at, draft.changed_by = clock.now(), actor.subject
        await db.flush()
    return draft


async def try_draft(db: AsyncSession, actor: Principal, body: TrialRequest) -> RuleTrial:
    """See what the draft would have done with past tickets; nothing of them changes."""
    draft = await show_draft(db)
    book: RuleBook = db.info["rule_book"]
    _, live = await book.live(db)
    report = await try_rules(db, read_rules(draft.rules), live, body)
    trial = RuleTrial(
        id=uuid7(), digest=draft.digest, tried_at=clock.now(), tried_by=actor.subject, report=report.model_dump(mode="json")
    )
    db.add(trial)
    await db.flush()
    return trial


async def show_trial(db: AsyncSession, trial_id: UUID) -> RuleTrial:
    trial = await db.get(RuleTrial, trial_id)
    if trial is None:
        raise TrialUnknown()
    return trial


async def publish(db: AsyncSession, actor: Principal, body: Publication) -> RuleSet:
    """Let the draft go live; raises NotTried, NothingToPublish, and RulesWrong where a unit has gone since."""
    draft = await repository.draft_for_update(db)  # also keeps two publications apart
    live = await _newest(db)
    if live is not None and live.digest == draft.digest:
        raise NothingToPublish(version=live.version)
    await _check(db, read_rules(draft.rules))
    trial_id = await repository.find_trial(db, draft.digest)
    if trial_id is None:
        raise NotTried("try it on tickets that were dispatched: POST /v1/dispatch-rules/trials", digest=draft.digest)
    made = await _go_live(db, actor, live, draft.rules, draft.digest, reason=body.reason, trial_id=trial_id)
    await audit.record(db, actor, "dispatch-rules-published", "dispatch-rules", version=made.version, trial_id=trial_id)
    return made


async def roll_back(db: AsyncSession, actor: Principal, body: Rollback) -> RuleSet:
    """Let an earlier set go live again under a new version; the draft stays. Raises RuleSetUnknown, NothingToPublish."""
    await repository.draft_for_update(db)
    live, earlier = await _newest(db), await show_set(db, body.version)
    if live is not None and live.digest == earlier.digest:
        raise NothingToPublish(version=live.version)
    await _check(db, read_rules(earlier.rules))
    made = await _go_live(
        db, actor, live, earlier.rules, earlier.digest, reason=body.reason, trial_id=earlier.trial_id,
        restores_version=earlier.version,
    )  # fmt: skip
    told = {"version": made.version, "restores_version": earlier.version}
    await audit.record(db, actor, "dispatch-rules-rolled-back", "dispatch-rules", **told)
    return made


async def show_set(db: AsyncSession, version: int) -> RuleSet:
    found = await db.get(RuleSet, version)
    if found is None:
        raise RuleSetUnknown(version=version)
    return found


async def show_live(db: AsyncSession) -> RuleSet:
    """The set that holds; raises RuleSetUnknown before the first publication."""
    found = await _newest(db)
    if found is None:
        raise RuleSetUnknown("nothing was published yet")
    return found


async def live_rules_naming(db: AsyncSession, category_code: str) -> list[str]:
    """The codes of the live rules that name the category itself; until the transaction ends no other set goes live."""
    await repository.draft_for_update(db)
    live = await _newest(db)
    rules = read_rules(live.rules) if live is not None else ()
    return [rule.code for rule in rules if category_code in rule.category_codes]


async def _newest(db: AsyncSession) -> RuleSet | None:
    return (await db.execute(select(RuleSet).order_by(RuleSet.version.desc()).limit(1))).scalar_one_or_none()


async def _go_live(
    db: AsyncSession, actor: Principal, live: RuleSet | None, rules: list[dict[str, object]], digest: str, **more: object
) -> RuleSet:
    made = RuleSet(
        version=live.version + 1 if live else 1, rules=rules, digest=digest, published_at=clock.now(),
        published_by=actor.subject, **more,
    )  # fmt: skip
    db.add(made)
    await db.flush()
    return made


async def _check(db: AsyncSession, rules: Sequence[DispatchRule]) -> None:
    """Each code once, whatever a rule names exists, and it is not for retired categories alone; all faults are told at once."""
    codes = [rule.code for rule in rules]
    faults = [f"{code}: stands twice" for code in sorted({each for each in codes if codes.count(each) > 1})]
    units = {code for rule in rules for code in (rule.lead_unit_code, *rule.assisting_unit_codes) if code is not None}
    matters = {code for rule in rules for code in rule.category_codes}
    territories = {code for rule in rules for code in rule.territory_codes}
    missing = await repository.unknown_among(db, units, matters, territories)
    retired = await categories.retired_codes(db, matters)
    for rule in rules:
        named = {rule.lead_unit_code, *rule.assisting_unit_codes, *rule.category_codes, *rule.territory_codes}
        faults += [f"{rule.code}: {code} is not known" for code in sorted(missing & {each for each in named if each})]
        if rule.category_codes and retired.issuperset(rule.category_codes):
            faults.append(f"{rule.code}: each of its categories is retired")
    if faults:
        raise RulesWrong("; ".join(faults[:20]), faults=[*faults])
