"""The use case of the reform figures: count them now."""

from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from chassis import clock
from svc_affairs.reform_figures import repository
from svc_affairs.reform_figures.policy import POLICY
from svc_affairs.reform_figures.rules import average, percent
from svc_affairs.reform_figures.views import DepartmentReform, ReformFigures, ReformView


async def reform_figures(db: AsyncSession) -> ReformView:
    """The figures of all items in force, and of each department that has any."""
    whole, *departments = await repository.sums(db)
    return ReformView(
        as_of=clock.now(),
        policy_version=POLICY.version,
        figures=ReformFigures(**_figures(whole)),
        departments=[
            DepartmentReform(department_code=each.department_code, department_name=each.department_name, **_figures(each))
            for each in departments
        ],
    )


def _figures(row: Row[Any]) -> dict[str, Any]:
    cut_days, obtained = row.statutory_days - row.promised_days, row.materials - row.brought
    return {
        "items": row.items,
        "online": row.online,
        "online_percent": percent(row.online, row.items),
        "one_visit": row.one_visit,
        "one_visit_percent": percent(row.one_visit, row.items),
        "statutory_days": row.statutory_days,
        "promised_days": row.promised_days,
        "statutory_days_average": average(row.statutory_days, row.items),
        "promised_days_average": average(row.promised_days, row.items),
        "days_cut_percent": percent(cut_days, row.statutory_days),
        "materials": row.materials,
        "materials_obtained": obtained,
        "materials_obtained_percent": percent(obtained, row.materials),
        "items_compared": row.compared,
        "materials_brought_before": row.brought_before,
        "materials_brought_now": row.brought_now,
        "materials_cut_percent": percent(row.brought_before - row.brought_now, row.brought_before),
    }
