"""Finds what keeps rows from being stored: each fault at its row and field, whatever their number in a few statements."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from contracts.roles import Role
from svc_grid.activities import repository
from svc_grid.activities.models import Activity
from svc_grid.activities.schemas import ActivityRow
from svc_grid.activities.terms import ActivityKind
from svc_grid.organisation import service as organisation


@dataclass
class Judged:
    """What is known of rows: their faults, which are here already, where each was done and which problem each solves."""

    faults: list[tuple[str, str]] = field(default_factory=list)
    known: dict[int, UUID] = field(default_factory=dict)
    taken: list[int] = field(default_factory=list)
    places: dict[int, str] = field(default_factory=dict)
    solves: dict[int, UUID] = field(default_factory=dict)
    held: dict[UUID, Activity] = field(default_factory=dict)
    solved: Counter[UUID] = field(default_factory=Counter)

    def blame(self, index: int, name: str, detail: str) -> None:
        self.faults.append((f"/rows/{index}/{name}", detail))


def may_tell_of(actor: Principal, unit_code: str) -> bool:
    """Whether the actor may tell what the unit did: its own, or with the grid desk any."""
    return actor.unit_code in (None, unit_code) or actor.has(Role.GRID_DESK)


async def judge(
    db: AsyncSession,
    actor: Principal,
    source: str | None,
    rows: Sequence[ActivityRow],
    ids: Sequence[UUID],
    digests: Sequence[bytes],
) -> Judged:
    """`ids` are those that the rows get, `digests` of what they hold."""
    judged = Judged()
    await _judge_numbers(db, source, rows, digests, judged)
    await _judge_places(db, actor, rows, judged)
    await _judge_solved(db, actor, source, rows, ids, judged)
    judged.faults.sort(key=lambda fault: int(fault[0].split("/")[2]))
    return judged


async def _judge_numbers(
    db: AsyncSession, source: str | None, rows: Sequence[ActivityRow], digests: Sequence[bytes], judged: Judged
) -> None:
    numbers = [row.external_no for row in rows]
    stored = await repository.find_numbered(db, source, {each for each in numbers if each}) if source else {}
    first: dict[str, int] = {}
    for index, number in enumerate(numbers):
        if number is None:
            continue
        if number in first:
            judged.blame(index, "external_no", f"{number} stands on row {first[number]} too")
        first.setdefault(number, index)
        here = stored.get(number)
        if here is None:
            continue
        if here.digest == digests[index]:
            judged.known[index] = here.id
        else:
            judged.taken.append(index)
            judged.blame(index, "external_no", f"{number} is here already and reads otherwise; correct that record")


async def _judge_places(db: AsyncSession, actor: Principal, rows: Sequence[ActivityRow], judged: Judged) -> None:
    own = await organisation.territories_of_units(db, {row.unit_code for row in rows})
    known = await organisation.levels_of(db, {row.territory_code for row in rows if row.territory_code})
    today = clock.local_day(clock.now())
    for index, row in enumerate(rows):
        if index in judged.known:
            continue
        if row.held_on > today:
            judged.blame(index, "held_on", f"{row.held_on} has yet to come")
        if row.unit_code not in own:
            judged.blame(index, "unit_code", f"there is no unit {row.unit_code}")
        elif not may_tell_of(actor, row.unit_code):
            judged.blame(index, "unit_code", f"{row.unit_code} is another unit than your own")
        place = row.territory_code or own.get(row.unit_code)
        if place is None:
            if row.unit_code in own:
                judged.blame(index, "territory_code", f"{row.unit_code} has no territory of its own: name one")
        elif (row.territory_code is not None and place not in known) or not actor.sees(place):
            judged.blame(index, "territory_code", f"there is no territory {place}")
        judged.places[index] = place or ""


async def _judge_solved(
    db: AsyncSession, actor: Principal, source: str | None, rows: Sequence[ActivityRow], ids: Sequence[UUID], judged: Judged
) -> None:
    """Which collected problem each solved one belongs to, in the same rows or stored; and that no more are solved than were."""
    open_counts = {
        ids[index]: row.count for index, row in enumerate(rows)
        if row.kind is ActivityKind.PROBLEM_COLLECTED and index not in judged.known
    }  # fmt: skip
    numbered = {row.external_no: ids[index] for index, row in enumerate(rows) if row.external_no and ids[index] in open_counts}
    linked = [(index, row) for index, row in enumerate(rows) if (row.solves_id or row.solves_no) and index not in judged.known]
    wanted_ids = {row.solves_id for _, row in linked if row.solves_id}
    wanted_numbers = {row.solves_no for _, row in linked if row.solves_no and row.solves_no not in numbered}
    for each in await repository.hold_problems(db, wanted_ids, source, wanted_numbers):
        if not actor.sees(each.territory_code):
            continue
        judged.held[each.id] = each
        open_counts[each.id] = each.count - each.solved_count
        if each.external_no in wanted_numbers and each.source == source:
            numbered[each.external_no] = each.id
    for index, row in linked:
        name = "solves_no" if row.solves_no else "solves_id"
        target = numbered.get(row.solves_no) if row.solves_no else row.solves_id
        if target is None or target not in open_counts:
            judged.blame(index, name, "there is no such collected problem")
        elif open_counts[target] < row.count:
            judged.blame(index, name, f"of that record {open_counts[target]} are open, not {row.count}")
        else:
            open_counts[target] -= row.count
            judged.solved[target] += row.count
            judged.solves[index] = target


def facts_of(row: ActivityRow, place: str, solves_id: UUID | None) -> dict[str, Any]:
    """The row as a record's facts."""
    given = row.model_dump(exclude={"external_no", "solves_no"})
    return given | {"territory_code": place, "solves_id": solves_id}


FACTS = (
    "kind", "unit_code", "territory_code", "held_on", "count", "title", "description", "outcome", "asked_count",
    "satisfied_count", "solves_id",
)  # fmt: skip


def facts_of_record(activity: Activity) -> Mapping[str, Any]:
    """The record's facts as they stand."""
    return {name: getattr(activity, name) for name in FACTS}
