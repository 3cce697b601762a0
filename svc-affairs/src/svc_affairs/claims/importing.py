"""Many claims at once, by a few statements however many: each row is claimed, was before, or is refused by itself."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import Row
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import audit, outbox
from chassis.auth import Principal
from svc_affairs.centres import service as centres
from svc_affairs.centres.models import Centre
from svc_affairs.claims import events, repository, rules
from svc_affairs.claims.models import Claim
from svc_affairs.claims.repository import Pair
from svc_affairs.claims.schemas import ClaimEntry
from svc_affairs.claims.service import row_of
from svc_affairs.claims.terms import RowFault, RowResult
from svc_affairs.claims.views import ClaimImportReport, ClaimRowView
from svc_affairs.items import service as items


class _Facts:
    """What the rows are judged by."""

    def __init__(
        self, actor: Principal, found: Mapping[str, Centre], known: set[str], in_force: Mapping[str, Row[str, str, bool]]
    ) -> None:
        self.centres, self.known, self.in_force = found, known, in_force
        self.own = {each.code for each in found.values() if rules.may_act(actor, each.unit_code, each.territory_code)}

    def fault(self, row: ClaimEntry) -> RowFault | None:
        """Why the row is refused, in the order that one claim by itself is judged in."""
        centre, item = self.centres.get(row.centre_code), self.in_force.get(row.item_code)
        if centre is None:
            return RowFault.CENTRE_UNKNOWN
        if centre.code not in self.own:
            return RowFault.CENTRE_NOT_YOURS
        if not centre.takes_cases:
            return RowFault.CENTRE_TAKES_NO_CASES
        if item is None:
            return RowFault.ITEM_NOT_IN_FORCE if row.item_code in self.known else RowFault.ITEM_UNKNOWN
        if not item.is_open_to_centres:
            return RowFault.ITEM_NOT_OPEN
        return None if rules.has_window(centre.windows, row.window_code) else RowFault.WINDOW_UNKNOWN


async def import_claims(db: AsyncSession, actor: Principal, rows: Sequence[ClaimEntry], *, is_dry_run: bool) -> ClaimImportReport:
    """Each row by itself, as `ClaimRowView` tells; the same rows again claim nothing anew."""
    facts = await _facts(db, actor, rows)
    faults = [facts.fault(row) for row in rows]
    sound = [row for row, fault in zip(rows, faults, strict=True) if fault is None]
    held = await _held(db, sound)
    new = {
        _key(row): row_of(row, facts.in_force[row.item_code].department_code) for row in reversed(sound) if _key(row) not in held
    }
    if not is_dry_run:
        made = await _store(db, actor, list(new.values()))
        if len(made) < len(new):  # somebody else claimed some of them meanwhile
            new = {key: row for key, row in new.items() if row["id"] in made}
            held = await _held(db, sound)
    return _report(rows, faults, held, {key: row["id"] for key, row in new.items()}, is_dry_run)


async def _facts(db: AsyncSession, actor: Principal, rows: Sequence[ClaimEntry]) -> _Facts:
    item_codes = {row.item_code for row in rows}
    found = await centres.centres_among(db, {row.centre_code for row in rows})
    return _Facts(actor, found, await items.known_among(db, item_codes), await items.in_force_among(db, item_codes))


async def _held(db: AsyncSession, rows: Iterable[ClaimEntry]) -> dict[Pair, UUID]:
    keys = {_key(row) for row in rows}
    return await repository.held_among(db, {item for item, _ in keys}, {centre for _, centre in keys})


async def _store(db: AsyncSession, actor: Principal, new: list[dict[str, Any]]) -> set[UUID]:
    """The ids of those that are claimed now; all imports go through the pairs in one order, so that none waits for another's."""
    if not new:
        return set()
    new.sort(key=lambda row: (row["item_code"], row["centre_code"]))
    stored = await db.execute(insert(Claim).on_conflict_do_nothing().returning(Claim.id), new)
    made = set(stored.scalars())
    await outbox.publish_many(db, [(events.made(row), str(row["id"]), 1) for row in new if row["id"] in made])
    await audit.record(db, actor, "claims-imported", "claims", rows=len(new), claimed=len(made))
    return made


def _report(
    rows: Sequence[ClaimEntry],
    faults: Sequence[RowFault | None],
    held: Mapping[Pair, UUID],
    new: Mapping[Pair, UUID],
    is_dry_run: bool,
) -> ClaimImportReport:
    told, seen = [], set()
    for index, (row, fault) in enumerate(zip(rows, faults, strict=True)):
        key = _key(row)
        if fault is not None:
            told.append(ClaimRowView(index=index, result=RowResult.REFUSED, reason=fault))
            continue
        result = RowResult.CLAIMED if key in new and key not in seen else RowResult.ALREADY
        seen.add(key)
        told.append(ClaimRowView(index=index, result=result, claim_id=held.get(key) or (None if is_dry_run else new.get(key))))
    counted = Counter(each.result for each in told)
    return ClaimImportReport(**{each.value: counted[each] for each in RowResult}, is_dry_run=is_dry_run, rows=told)


def _key(row: ClaimEntry) -> Pair:
    return row.item_code, row.centre_code
