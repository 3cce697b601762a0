"""What becomes of a finding: a case, or the open case of what was found there before."""

from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from chassis.auth import Principal
from chassis.ids import uuid7
from svc_grid.cases import service as cases
from svc_grid.cases.lifecycle import OPEN
from svc_grid.cases.terms import Source
from svc_grid.patrols import events, repository
from svc_grid.patrols.errors import ItemUnknown
from svc_grid.patrols.models import PatrolCheckpoint
from svc_grid.patrols.schemas import FindingEntry
from svc_grid.patrols.task_models import PatrolFinding, PatrolTask, PatrolVisit

# Sees every case, wherever it was referred to.
_PATROLS = Principal(subject="svc-grid-patrols", kind="service")
EARLIER_FINDING_OPEN = "earlier_finding_open"


async def follow(
    db: AsyncSession, actor: Principal, task: PatrolTask, checkpoint: PatrolCheckpoint, visit: PatrolVisit, entry: FindingEntry
) -> PatrolFinding:
    """Note the finding on the held checkpoint and have a case follow it; raises ItemUnknown.

    Where the last finding under the same check item has a case that is open still, that one takes it in.
    """
    item = next((each for each in checkpoint.items if each["code"] == entry.item_code), None)
    if item is None:
        raise ItemUnknown(checkpoint_code=checkpoint.code, item_code=entry.item_code)
    earlier = await repository.newest_finding(db, task.plan_id, checkpoint.code, entry.item_code)
    case = await cases.get_case(db, _PATROLS, earlier.case_id) if earlier is not None else None
    is_new = case is None or case.status not in OPEN
    if case is None or is_new:
        case = await cases.open_case(
            db, actor, source=Source.PATROL, class_code=item["class_code"], title=entry.title,
            description=f"{entry.description}\n巡查点：{checkpoint.name}（{checkpoint.code}）；检查项：{item['name']}",
            territory_code=task.territory_code, lon=checkpoint.lon, lat=checkpoint.lat, component_code=checkpoint.component_code,
        )  # fmt: skip
    finding = PatrolFinding(
        id=uuid7(), visit_id=visit.id, task_id=task.id, plan_id=task.plan_id, code=checkpoint.code, item_code=entry.item_code,
        class_code=item["class_code"], title=entry.title, description=entry.description, territory_code=task.territory_code,
        case_id=case.id, is_new_case=is_new, joined_because=None if is_new else EARLIER_FINDING_OPEN, found_at=clock.now(),
    )  # fmt: skip
    db.add(finding)
    await db.flush()
    await events.tell_finding(db, task, finding)
    return finding
