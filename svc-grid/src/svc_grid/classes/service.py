"""What other slices ask of the case classes, and how they are listed."""

from collections.abc import Sequence

from sqlalchemy.ext.asyncio import AsyncSession

from svc_grid.classes import repository
from svc_grid.classes.models import CaseClass
from svc_grid.classes.policy import POLICY
from svc_grid.classes.rules import Said, StageLimits, limits_for
from svc_grid.classes.terms import Nature
from svc_grid.classes.views import CaseClassView

__all__ = ["Nature", "StageLimits", "component_classes", "find_class", "find_limits", "is_condition", "list_classes"]


async def find_class(db: AsyncSession, code: str, *, with_retired: bool = False) -> CaseClass | None:
    """The class, where a new case can have it; `with_retired`: also where only old ones can."""
    _, found, _ = await repository.with_large(db, code)
    return None if found is None or (found.is_retired and not with_retired) else found


async def component_classes(db: AsyncSession) -> dict[str, str | None]:
    """The component classes in use with their four digits, of the large class and of their own; none: it lacks them."""
    found = {each.code: each for each in await repository.list_all(db) if each.nature is Nature.COMPONENT}
    digits = {code: each.digits or "" for code, each in found.items()}
    fours = {code: digits.get(each.large_code or code, "") + digits[code] for code, each in found.items() if each.large_code}
    return {
        code: fours.get(code) if len(fours.get(code, "")) == 4 else None for code, each in found.items() if not each.is_retired
    }


async def is_condition(db: AsyncSession, class_code: str, condition_code: str) -> bool:
    """Whether the class has this registering condition."""
    _, found, _ = await repository.with_large(db, class_code)
    return found is not None and any(each["code"] == condition_code for each in found.registering_conditions)


async def find_limits(db: AsyncSession, class_code: str, condition_code: str | None, level: int | None) -> StageLimits:
    """What holds for such a case: its class, then its large class, then the policy; an unknown class has the policy's."""
    version, found, large = await repository.with_large(db, class_code)
    own = found.said if found else Said()
    above = large.said if found and large else Said()
    return limits_for(own, above, condition_code, level, POLICY, version)


async def list_classes(
    db: AsyncSession, *, since: int | None = None, nature: Nature | None = None, with_retired: bool = False
) -> tuple[int, list[CaseClassView]]:
    """The catalogue's version and the classes, by code.

    `since` a version: what changed after it, in the order it changed, the retired too, as their tombstones. A large class
    brings those below it along, since what holds for them comes down from it. The version is read first: what is
    committed meanwhile comes once more next time, and is never missed.
    """
    version = await repository.catalogue_version(db)
    every = {each.code: each for each in await repository.list_all(db)}
    chosen: Sequence[CaseClass] = [each for each in every.values() if nature in (None, each.nature)]
    if since is None:
        views = [
            CaseClassView.of(each, every.get(each.large_code or "")) for each in chosen if with_retired or not each.is_retired
        ]
        return version, views
    views = [CaseClassView.of(each, every.get(each.large_code or "")) for each in chosen]
    views = [each for each in views if each.catalogue_version > since]
    return version, sorted(views, key=lambda each: (each.catalogue_version, each.code))
