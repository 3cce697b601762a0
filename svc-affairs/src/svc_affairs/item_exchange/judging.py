"""What is to come of each row, from what it says and what is there; pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from svc_affairs.base_items.rules import Base, misfits
from svc_affairs.item_exchange.reading import GivenItem, GivenList
from svc_affairs.items.bulk import Plan, Versions, content_faults
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.items.service import content_of
from svc_affairs.items.terms import ItemStatus
from svc_affairs.sheets.reports import Outcome, RowFault, RowReport


@dataclass(frozen=True)
class Known:
    """What rows are judged by: the versions of their codes, base items, departments, the profile of codes, and who asks."""

    versions: Mapping[str, Versions]
    bases: Mapping[str, Base]
    departments: Collection[str]
    profile: str
    actor: str


@dataclass(frozen=True)
class Verdict:
    """What is told of a row, and what is to be stored of it, if anything."""

    report: RowReport
    plan: Plan | None = None


def judge(given: GivenList, known: Known, *, publishes: bool) -> list[Verdict]:
    """Row by row."""
    return [_judged(each, given.fields, known, publishes) for each in given.items]


def _judged(item: GivenItem, columns: Collection[str], known: Known, publishes: bool) -> Verdict:
    versions = known.versions.get(item.code or "", Versions())
    draft, faults = _draft(item, columns, versions)
    if draft is not None:
        faults += _misfits(draft, known)
    if draft is None or faults:
        return Verdict(RowReport(row=item.row, code=_shown(item.code), outcome=Outcome.REFUSED, faults=faults))
    outcome, version, reason = (_published if publishes else _drafted)(draft, versions, known.actor)
    if reason is not None:
        refused = [RowFault(field="code", reason=reason)]
        return Verdict(RowReport(row=item.row, code=item.code, outcome=outcome, version=version, faults=refused))
    report = RowReport(row=item.row, code=item.code, outcome=outcome, version=version)
    return Verdict(report, None if outcome is Outcome.UNCHANGED else Plan(draft, versions, version))


Told = tuple[Outcome, int, str | None]


def _drafted(draft: ItemDraft, versions: Versions, _actor: str) -> Told:
    """Against what will be in force next: a draft before a version that waits, that before the present one."""
    newest = versions.newest
    if newest is not None and is_same(draft, newest):
        return Outcome.UNCHANGED, newest.version, None
    if versions.working is not None:
        if versions.working.status is not ItemStatus.DRAFT:
            return Outcome.REFUSED, versions.working.version, f"version {versions.working.version} is under review"
        return Outcome.CHANGED, versions.working.version, None
    return _next(versions)


def _published(draft: ItemDraft, versions: Versions, actor: str) -> Told:
    """Against what is in force; a version that somebody else drafted the same is approved by this."""
    working, waiting, offered = versions.working, versions.scheduled, versions.offered
    if working is None and waiting is None and offered is not None and is_same(draft, offered):
        return Outcome.UNCHANGED, offered.version, None
    if waiting is not None:
        if working is None and is_same(draft, waiting):
            return Outcome.UNCHANGED, waiting.version, None
        return Outcome.REFUSED, waiting.version, f"version {waiting.version} waits for its day; call it off first"
    if working is None:
        return _next(versions)
    if not is_same(draft, working):
        return Outcome.REFUSED, working.version, f"version {working.version} is being worked on and reads otherwise"
    if actor in working.authors:
        return Outcome.REFUSED, working.version, "nobody approves what they wrote themselves"
    return Outcome.PUBLISHED, working.version, None


def _next(versions: Versions) -> Told:
    return (Outcome.NEW_VERSION if versions.last else Outcome.CREATED), versions.last + 1, None


def is_same(draft: ItemDraft, item: Any) -> bool:
    return content_of(item) == draft.model_dump(mode="json")


def _draft(item: GivenItem, columns: Collection[str], versions: Versions) -> tuple[ItemDraft | None, list[RowFault]]:
    """The item as the row gives it; what the file has no column for stays as it was."""
    content: dict[str, Any] = {} if versions.newest is None else content_of(versions.newest)
    guide = dict(content.pop("guide", {}))
    for path in columns:
        place, name = (guide, path.removeprefix("guide.")) if path.startswith("guide.") else (content, path)
        place.pop(name, None)
        if path in item.fields:
            place[name] = item.fields[path]
    try:
        return ItemDraft.model_validate(content | {"guide": guide}), list(item.faults)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False, include_context=False)
        return None, [*item.faults, *(_fault(item, each["loc"], each["msg"]) for each in found)]


def _fault(item: GivenItem, loc: tuple[int | str, ...], reason: str) -> RowFault:
    """The fault with the sheet and row of the part it is in, if that stands on another sheet."""
    names = [str(each) for each in loc if isinstance(each, str)]
    at = next((each for each in loc if isinstance(each, int)), None)
    path = ".".join(names[:2]) if names[:1] == ["guide"] else names[0] if names else ""
    places = item.places.get(path, [])
    sheet, row = places[at] if at is not None and at < len(places) else ("", None)
    return RowFault(field=".".join(names), reason=reason, sheet=sheet or None, row=row if sheet else None)


def _misfits(draft: ItemDraft, known: Known) -> list[RowFault]:
    faults = [RowFault(field=name, reason=reason) for name, reason in content_faults(draft, known.profile)]
    if draft.department_code not in known.departments:
        faults.append(RowFault(field="department_code", reason=f"no department {draft.department_code}"))
    base = known.bases.get(draft.base_code or "")
    found = misfits(base, draft.base_code, draft.kind, draft.statutory_days)
    return [*faults, *(RowFault(field=each.field, reason=each.detail) for each in found)]


def _shown(code: str | None) -> str | None:
    return None if code is None else code[:64]
