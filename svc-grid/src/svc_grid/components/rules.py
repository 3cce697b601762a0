"""Whether a component's entry holds: pure functions over what is given and what was found."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from svc_grid.components.schemas import ComponentEntry

UNITS = ("supervisor_unit_code", "owner_unit_code", "maintainer_unit_code")
Fault = tuple[str, str]


@dataclass(frozen=True)
class Known:
    """What must be known to judge entries: classes with their four digits, territories, units, who has which device."""

    classes: Mapping[str, str | None] = field(default_factory=dict)
    territories: Collection[str] = ()
    units: Collection[str] = ()
    holders: Mapping[str, str] = field(default_factory=dict)


def faults_of(entry: ComponentEntry, known: Known) -> Iterator[Fault]:
    """Each fault as (field, what is wrong)."""
    if entry.class_code not in known.classes:
        yield "class_code", f"no component class {entry.class_code} in use"
    elif len(entry.code) == 16 and entry.code.isdigit():
        digits = known.classes[entry.class_code]
        if digits is not None and entry.code[6:10] != digits:
            yield "code", f"digits 7 to 10 are {entry.code[6:10]}; those of {entry.class_code} are {digits}"
    if entry.territory_code not in known.territories:
        yield "territory_code", f"no territory {entry.territory_code}"
    for name in UNITS:
        unit = getattr(entry, name)
        if unit is not None and unit not in known.units:
            yield name, f"no unit {unit}"
    holder = known.holders.get(entry.device_id or "")
    if holder is not None and holder != entry.code:
        yield "device_id", f"{holder} has this device"
