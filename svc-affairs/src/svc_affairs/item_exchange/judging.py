"""What is to come of each row, from what it says and what is there; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from chassis.errors import Problem
from svc_affairs.base_items.rules import Base, misfits
from svc_affairs.item_exchange.reading import GivenItem, GivenList
from svc_affairs.items.bulk import Plan, content_faults
from svc_affairs.items.errors import ActionNotPossible, AnotherWaits, OwnerUnknown
from svc_affairs.items.models import Item
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.service import content_of
from svc_affairs.items.terms import ItemStatus
from svc_affairs.items.versions import Versions
from svc_affairs.sheets.faults import of_problem, of_validation
from svc_affairs.sheets.reports import Outcome, RowFault, RowReport


@dataclass(frozen=True)
class Known:
    """What rows are judged by: the versions of their codes, base items, departments, and the profile of codes."""

    versions: Mapping[str, Versions]
    bases: Mapping[str, Base]
    departments: Collection[str]
    profile: str


@dataclass(frozen=True)
class Verdict:
    """What is told of a row, and what is to be stored of it, if anything."""

    report: RowReport
    plan: Plan | None = None


def judge(given: GivenList, known: Known) -> list[Verdict]:
    """Row by row."""
    return [_judged(each, given.fields, known) for each in given.items]


def _judged(item: GivenItem, columns: Collection[str], known: Known) -> Verdict:
    versions = known.versions.get(item.code or "", Versions())
    present = None if versions.newest is None else content_of(versions.newest)
    draft, faults = _draft(item, columns, present or {})
    if draft is not None:
        faults += _misfits(item, draft, known)
    if draft is None or faults:
        return Verdict(RowReport(row=item.row, code=_shown(item.code), outcome=Outcome.REFUSED, faults=faults))
    outcome, version, fault = _outcome(versions, is_same=draft.model_dump(mode="json") == present)
    report = RowReport(row=item.row, code=item.code, outcome=outcome, version=version, faults=[] if fault is None else [fault])
    is_to_do = outcome not in (Outcome.UNCHANGED, Outcome.REFUSED)
    return Verdict(report, Plan(draft, versions, version) if is_to_do else None)


def _outcome(versions: Versions, *, is_same: bool) -> tuple[Outcome, int, RowFault | None]:
    """Against what will be in force next: a version that is worked on before one that waits, that before the present one.

    What lands is submitted, so it must not meet a version under review, nor one that waits for its day.
    """
    newest, working, waiting = versions.newest, versions.working, versions.scheduled
    is_draft = working is not None and working.status is ItemStatus.DRAFT
    if newest is not None and is_same and not is_draft:
        return Outcome.UNCHANGED, newest.version, None
    if working is not None and not is_draft:
        return _refused(ActionNotPossible, working, "is under review")
    if waiting is not None:
        return _refused(AnotherWaits, waiting, "waits for its day; call it off first")
    if working is not None:
        return (Outcome.SUBMITTED if is_same else Outcome.CHANGED), working.version, None
    return (Outcome.NEW_VERSION if versions.last else Outcome.CREATED), versions.last + 1, None


def _refused(problem: type[Problem], item: Item, why: str) -> tuple[Outcome, int, RowFault]:
    return Outcome.REFUSED, item.version, of_problem(problem, "code", f"version {item.version} {why}")


def _draft(item: GivenItem, columns: Collection[str], present: Mapping[str, Any]) -> tuple[ItemDraft | None, list[RowFault]]:
    """The item as the row gives it; what the file has no column for stays as it is at present."""
    content, guide = dict(present), dict(present.get("guide", {}))
    for path in columns:
        place, name = (guide, path.removeprefix("guide.")) if path.startswith("guide.") else (content, path)
        place.pop(name, None)
        if path in item.fields:
            place[name] = item.fields[path]
    try:
        return ItemDraft.model_validate(content | {"guide": guide}), list(item.faults)
    except ValidationError as error:
        return None, [*item.faults, *(_placed(item, loc, fault) for loc, fault in of_validation(error))]


def _placed(item: GivenItem, loc: tuple[int | str, ...], fault: RowFault) -> RowFault:
    """The fault with the sheet and row of the part it is in, if that stands on another sheet."""
    names = fault.field.split(".")
    at = next((each for each in loc if isinstance(each, int)), None)
    path = ".".join(names[:2]) if names[:1] == ["guide"] else names[0]
    places = item.places.get(path, [])
    sheet, row = places[at] if at is not None and at < len(places) else ("", None)
    return fault.model_copy(update={"sheet": sheet, "row": row}) if sheet else fault


def _misfits(item: GivenItem, draft: ItemDraft, known: Known) -> list[RowFault]:
    faults = [of_problem(*each) for each in content_faults(draft, known.profile)]
    if draft.department_code not in known.departments:
        faults.append(of_problem(OwnerUnknown, "department_code", f"no department {draft.department_code}"))
    for at, step in enumerate(draft.steps):
        if step.department_code is not None and step.department_code not in known.departments:
            fault = of_problem(OwnerUnknown, "steps.department_code", f"no department {step.department_code}")
            faults.append(_placed(item, ("steps", at), fault))
    base = known.bases.get(draft.base_code or "")
    found = misfits(base, draft.base_code, draft.kind, draft.level, draft.statutory_days)
    return [*faults, *(of_problem(each.problem, each.field, each.detail) for each in found)]


def _shown(code: str | None) -> str | None:
    return None if code is None else code[:64]
