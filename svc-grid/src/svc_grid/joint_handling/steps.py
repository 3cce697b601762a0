"""How a call is held and moved on: each step with one version, one history row, the units' figures, and its event if any."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock, outbox
from chassis.auth import Principal
from chassis.routing import check_version
from svc_grid import tallies
from svc_grid.joint_handling import events, repository
from svc_grid.joint_handling.errors import CalledUnitUnknown, JointCallActionNotPossible
from svc_grid.joint_handling.figures import counted, unit_figures
from svc_grid.joint_handling.lifecycle import CALL, UNIT, IllegalMove, follows
from svc_grid.joint_handling.models import CalledUnit, JointCall, JointCallStep
from svc_grid.joint_handling.rules import is_overdue
from svc_grid.joint_handling.terms import CallCommand, CallStatus, UnitCommand, UnitStatus

# What a unit's command is called in the life of the whole call.
_SHOWN_AS = {
    UnitCommand.REPORT_IN: CallCommand.REPORT,
    UnitCommand.DECLINE: CallCommand.DECLINE,
    UnitCommand.UPHOLD: CallCommand.UPHOLD,
    UnitCommand.OVERRULE: CallCommand.OVERRULE,
    UnitCommand.MARK_LATE: CallCommand.MARK_LATE,
    UnitCommand.START: CallCommand.WORK,
    UnitCommand.FINISH: CallCommand.FINISH,
    UnitCommand.RATE: CallCommand.RATE,
}
_WHEN = {CallCommand.ASSEMBLE: "assembled_at", CallCommand.COMPLETE: "done_at", CallCommand.SETTLE: "rated_at"}


class Held:
    """A call whose row is locked for this transaction, with its units."""

    def __init__(self, db: AsyncSession, actor: Principal, call: JointCall, units: Sequence[CalledUnit]) -> None:
        self.db, self.actor, self.call, self.units = db, actor, call, units

    def unit(self, unit_code: str) -> CalledUnit:
        """Raises CalledUnitUnknown."""
        found = next((each for each in self.units if each.unit_code == unit_code), None)
        if found is None:
            raise CalledUnitUnknown(unit_code=unit_code)
        return found

    async def take_unit(
        self, unit: CalledUnit, command: UnitCommand, *, reason_code: str | None = None, note: str | None = None, **changes: Any
    ) -> None:
        """Move one unit by one step, and the call with it; raises JointCallActionNotPossible, and nothing has changed."""
        after = _after(UNIT.move, unit.status, command)
        shown_as = _SHOWN_AS[command]
        _after(CALL.move, self.call.status, shown_as)
        before = counted(self.call, unit)
        unit.status = after
        for name, value in changes.items():
            setattr(unit, name, value)
        await self.take(shown_as, unit=unit, reason_code=reason_code, note=note)
        await tallies.note_change(self.db, unit_figures, before, counted(self.call, unit))
        await self._follow()

    async def take(
        self, command: CallCommand, *, unit: CalledUnit | None = None, reason_code: str | None = None, note: str | None = None,
        **changes: Any,
    ) -> None:  # fmt: skip
        """Move the call by one step; raises JointCallActionNotPossible, and nothing has changed."""
        before = self.call.status
        self.call.status = _after(CALL.move, before, command)
        for name, value in changes.items():
            setattr(self.call, name, value)
        self.call.version += 1
        await self.write(command, before, unit=unit, reason_code=reason_code, note=note)

    async def write(
        self, command: CallCommand, before: CallStatus | None, *, unit: CalledUnit | None = None,
        reason_code: str | None = None, note: str | None = None,
    ) -> None:  # fmt: skip
        """Write the present version into the history and tell what others may hear of it."""
        at, call = clock.now(), self.call
        call.told += events.is_told(command)
        await self.db.flush()
        self.db.add(
            JointCallStep(
                call_id=call.id, version=call.version, at=at, command=command, from_status=before, to_status=call.status,
                unit_code=unit.unit_code if unit else None, actor=self.actor.subject, actor_kind=self.actor.kind,
                reason_code=reason_code, note=note,
            )
        )  # fmt: skip
        await self.db.flush()
        if events.is_told(command):
            event = events.of_step(command, call, self.units, unit, at)
            await outbox.publish(self.db, event, subject=str(call.id), sequence=call.told)

    async def mark_late(self, unit: CalledUnit) -> None:
        """A unit that has yet to report is late: told once for each deadline, whoever comes to it first."""
        now = clock.now()
        if unit.status is UnitStatus.CALLED and is_overdue(unit.due_at, unit.late_told_at, now):
            self.call.escalated_at = now
            await self.take_unit(unit, UnitCommand.MARK_LATE, is_late=True, late_told_at=now)

    async def release(self) -> None:
        """The call is cancelled: nobody is waited for any more."""
        for unit in self.units:
            if (unit.status, UnitCommand.RELEASE) in UNIT.moves:
                before = counted(self.call, unit)
                unit.status = UNIT.move(unit.status, UnitCommand.RELEASE)
                await tallies.note_change(self.db, unit_figures, before, counted(self.call, unit))

    async def _follow(self) -> None:
        """What becomes of the call by itself, step by step."""
        while command := follows(
            self.call.status,
            [each.status for each in self.units],
            all(each.rating is not None for each in self.units if each.status is UnitStatus.DONE),
        ):
            setattr(self.call, _WHEN[command], clock.now())
            await self.take(command)


async def hold(db: AsyncSession, actor: Principal, call_id: UUID, if_match: int | None) -> Held:
    """Lock the call for this transaction; raises JointCallUnknown, StaleVersion."""
    call = await repository.get(db, actor, call_id, for_update=True)
    check_version(if_match, call.version)
    return Held(db, actor, call, await repository.list_units(db, call.id))


def _after(move: Any, status: Any, command: Any) -> Any:
    try:
        return move(status, command)
    except IllegalMove as illegal:
        possible = [str(each) for each in illegal.possible]
        detail = f"{illegal.status}: cannot {illegal.command}; possible now: {', '.join(possible) or 'nothing'}"
        raise JointCallActionNotPossible(
            detail, state=str(illegal.status), action=str(illegal.command), possible=[*possible]
        ) from None
