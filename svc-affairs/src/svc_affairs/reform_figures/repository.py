"""The one SELECT of the reform figures: sums by department, and of all."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ARRAY, ColumnElement, Row, Text, and_, cast, func, literal, select, tuple_
from sqlalchemy.dialects.postgresql import JSONPATH
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import aliased

from svc_affairs.departments.models import Department
from svc_affairs.items import service as items
from svc_affairs.items.models import Item
from svc_affairs.reform_figures.policy import POLICY

# Materials that an applicant has to bring, since no data set of the data hub has them.
_BROUGHT = "$[*] ? (!(@.dataset_code != null))"


async def sums(db: AsyncSession) -> Sequence[Row[Any]]:
    """Of what is in force: a row for each department by its code, and first one for all, whose code is null."""
    earlier = aliased(Item)
    before = (
        select(_brought(earlier.materials))
        .where(earlier.code == Item.code, earlier.version < Item.version, earlier.published_at.is_not(None))
        .order_by(earlier.version.desc())
        .limit(1)
        .correlate(Item)
        .scalar_subquery()
    )
    online = and_(
        Item.online_depth >= POLICY.online_depth, Item.channels.overlap(cast([*POLICY.online_channels], ARRAY(Text)))
    )  # fmt: skip
    each = select(
        Item.department_code,
        Item.statutory_days,
        Item.promised_days,
        online.label("is_online"),
        (Item.visits <= POLICY.most_visits).label("is_one_visit"),
        func.jsonb_array_length(Item.materials).label("materials"),
        _brought(Item.materials).label("brought"),
        before.label("before"),
    ).where(items.is_in_force()).subquery("each")  # fmt: skip
    summed = (
        select(
            each.c.department_code,
            func.count().label("items"),
            func.count().filter(each.c.is_online).label("online"),
            func.count().filter(each.c.is_one_visit).label("one_visit"),
            _sum(each.c.statutory_days).label("statutory_days"),
            _sum(each.c.promised_days).label("promised_days"),
            _sum(each.c.materials).label("materials"),
            _sum(each.c.brought).label("brought"),
            func.count(each.c.before).label("compared"),
            _sum(each.c.before).label("brought_before"),
            func.coalesce(func.sum(each.c.brought).filter(each.c.before.is_not(None)), 0).label("brought_now"),
        )
        .group_by(func.grouping_sets(tuple_(), tuple_(each.c.department_code)))
        .subquery("summed")
    )
    chosen = select(summed, Department.name.label("department_name"))
    chosen = chosen.outerjoin(Department, Department.code == summed.c.department_code)
    return (await db.execute(chosen.order_by(summed.c.department_code.asc().nulls_first()))).all()


def _brought(materials: Any) -> ColumnElement[int]:
    return func.jsonb_array_length(func.jsonb_path_query_array(materials, cast(literal(_BROUGHT, Text()), JSONPATH)))


def _sum(column: ColumnElement[Any]) -> ColumnElement[int]:
    return func.coalesce(func.sum(column), 0)
