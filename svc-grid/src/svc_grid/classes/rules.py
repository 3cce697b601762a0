"""Which limits hold for a case, and whether a class holds together: pure functions over what classes say themselves."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from svc_grid.classes.policy import Policy
from svc_grid.classes.schemas import ClassEntry, StageHours
from svc_grid.classes.terms import Nature, ResponsibleBy

STAGES = ("registration_h", "assignment_h", "handling_h", "verification_h")
Fault = tuple[str, str]


@dataclass(frozen=True)
class StageLimits:
    """What holds for a case of a class, a condition and an area level: working hours of each stage, and the photographs."""

    registration_h: int
    assignment_h: int
    handling_h: int
    verification_h: int
    needs_photo_before: bool
    needs_photo_after: bool
    level: int | None
    catalogue_version: int


@dataclass(frozen=True)
class Said:
    """What one class says of limits and photographs; None: nothing of its own."""

    limits: Sequence[StageHours] = ()
    needs_photo_before: bool | None = None
    needs_photo_after: bool | None = None


def large_of(code: str) -> str | None:
    """The large class 大类 that a small class's code begins with; None: it is a large one itself."""
    return code.rpartition(".")[0] if code.count(".") == 2 else None


def limits_for(
    own: Said, large: Said, condition: str | None, level: int | None, policy: Policy, catalogue_version: int
) -> StageLimits:
    """Each stage by what is said nearest to it: of condition and level, of condition, of level, of the class; then above."""
    said = [*_nearest(own, condition, level), *_nearest(large, None, level)]
    default = {stage: int(getattr(policy, stage)) for stage in STAGES}
    if level is not None:
        default["handling_h"] = policy.handling_h_by_level.get(level, policy.handling_h)
    hours = {
        stage: next((value for row in said if (value := getattr(row, stage)) is not None), default[stage]) for stage in STAGES
    }
    before, after = (
        next((value for each in (own, large, policy) if (value := getattr(each, name)) is not None), False)
        for name in ("needs_photo_before", "needs_photo_after")
    )
    return StageLimits(
        **hours, needs_photo_before=before, needs_photo_after=after, level=level, catalogue_version=catalogue_version
    )


def _nearest(said: Said, condition: str | None, level: int | None) -> Iterator[StageHours]:
    rows = {(row.condition_code, row.level): row for row in said.limits}
    keys = dict.fromkeys([(condition, level), (condition, None), (None, level), (None, None)])
    return (rows[key] for key in keys if key in rows)


@dataclass(frozen=True)
class Standing:
    """What must be known of the other classes to judge one."""

    nature: Nature
    digits: str | None
    is_retired: bool


def faults_of(entry: ClassEntry, others: Mapping[str, Standing], units: set[str]) -> Iterator[Fault]:
    """Each fault as (field, what is wrong); `others` are all classes but this one, `units` those known of the named."""
    yield from _place_faults(entry, others)
    yield from _limit_faults(entry)
    if (entry.responsible_by is ResponsibleBy.UNIT) != (entry.responsible_unit_code is not None):
        yield "responsible_unit_code", "is named where, and only where, responsible_by is `unit`"
    elif entry.responsible_unit_code is not None and entry.responsible_unit_code not in units:
        yield "responsible_unit_code", f"no unit {entry.responsible_unit_code}"
    if entry.responsible_by is ResponsibleBy.COMPONENT_OWNER and entry.nature is not Nature.COMPONENT:
        yield "responsible_by", "only a component has an owner"


def _place_faults(entry: ClassEntry, others: Mapping[str, Standing]) -> Iterator[Fault]:
    if entry.code.startswith("community.") != (entry.nature is Nature.COMMUNITY):
        yield "code", "community matters, and they alone, have codes that begin with `community.`"
    large_code = large_of(entry.code)
    if large_code is not None:
        large = others.get(large_code)
        if large is None or large.is_retired:
            yield "code", f"no large class {large_code} in use"
        elif large.nature is not entry.nature:
            yield "nature", f"its large class is of the nature {large.nature}"
    elif any(large_of(code) == entry.code and each.nature is not entry.nature for code, each in others.items()):
        yield "nature", "classes below it are of another nature"
    if entry.digits is None:
        return
    for code, each in others.items():
        if (each.nature, each.digits, large_of(code)) == (entry.nature, entry.digits, large_code):
            yield "digits", f"{code} has them already"


def _limit_faults(entry: ClassEntry) -> Iterator[Fault]:
    for name in ("registering_conditions", "closing_conditions"):
        codes = [each.code for each in getattr(entry, name)]
        for index, code in enumerate(codes):
            if code in codes[:index]:
                yield f"{name}/{index}/code", f"{code} is given twice"
    conditions = {each.code for each in entry.registering_conditions}
    seen: set[tuple[str | None, int | None]] = set()
    for index, row in enumerate(entry.limits):
        key = (row.condition_code, row.level)
        if row.condition_code is not None and row.condition_code not in conditions:
            yield f"limits/{index}/condition_code", f"no registering condition {row.condition_code}"
        if row.level is not None and row.level not in entry.levels:
            yield f"limits/{index}/level", f"the class has no level {row.level}"
        if key in seen:
            yield f"limits/{index}", "the same condition and level are given twice"
        if all(getattr(row, stage) is None for stage in STAGES):
            yield f"limits/{index}", "names no stage"
        seen.add(key)
