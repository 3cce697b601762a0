"""Whether the bounds of territories hold together: no overlap, none outside its parent, no hole; pure.

Neighbours are those that lie in the same surveyed territory, whatever levels between are not surveyed.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import shapely

from chassis.terms import Term
from contracts.grid import TerritoryLevel
from svc_grid.territories.areas import area_m2
from svc_grid.territories.policy import POLICY, Policy

# Buildings stand in a cell and do not fill it, nor entrances a building: only these cover what they lie in.
_COVERING = (TerritoryLevel.REGIMENT, TerritoryLevel.COMMUNITY, TerritoryLevel.CELL)


class FaultKind(Term):
    """What can be wrong with bounds."""

    OVERLAP = "overlap", "重叠", "Overlap"
    OUTSIDE = "outside", "超出上级范围", "Outside its parent"
    GAP = "gap", "空白", "Gap"
    INVALID = "invalid", "图形无效", "Not a valid area"


@dataclass(frozen=True)
class Placed:
    """A territory with its bounds as WGS-84 GeoJSON, or the text of it; none if it is not surveyed."""

    code: str
    parent_code: str | None
    boundary: Mapping[str, Any] | str | None
    level: str | None = None


@dataclass(frozen=True)
class BoundaryFault:
    """What is wrong, with which territories (of a gap: the one that is not covered), at which point, and how large it is."""

    kind: FaultKind
    codes: tuple[str, ...]
    lon: float | None
    lat: float | None
    area_m2: float

    @property
    def detail(self) -> str:
        """The fault in a sentence."""
        size = f"{self.area_m2:,.0f} m2 at {self.lon}, {self.lat}"
        match self.kind:
            case FaultKind.OVERLAP:
                return f"{self.codes[0]} and {self.codes[1]} overlap by {size}"
            case FaultKind.OUTSIDE:
                return f"{self.codes[0]} reaches beyond {self.codes[1]} by {size}"
            case FaultKind.GAP:
                return f"what lies in {self.codes[0]} leaves {size} of it uncovered"
            case _:
                return f"{self.codes[0]} is not a valid area"


def faults_among(
    territories: Mapping[str, Placed], *, about: Collection[str] | None = None, policy: Policy = POLICY
) -> list[BoundaryFault]:
    """Every fault of some territories by code; with `about` only those that these take part in, and no gaps.

    Gaps are told of a territory whose children are all among them and surveyed. CPU-bound: call it in a thread.
    """
    survey = _Survey.of(territories, policy)
    found = [*survey.invalid(), *survey.overlaps(about), *survey.outside(about)]
    if about is None:
        return [*found, *survey.gaps()]
    chosen = frozenset(about)
    return [each for each in found if not chosen.isdisjoint(each.codes)]


def gaps_among(territories: Mapping[str, Placed], *, policy: Policy = POLICY) -> list[BoundaryFault]:
    """The gaps alone. CPU-bound: call it in a thread."""
    return list(_Survey.of(territories, policy).gaps())


def surveyed_above(code: str, parents: Mapping[str, str | None], surveyed: Collection[str]) -> str | None:
    """The nearest surveyed territory above one. `parents` of all; one not among them is not surveyed, nor what is above."""
    seen = {code}
    above = parents.get(code)
    while above is not None and above not in surveyed and above not in seen:
        seen.add(above)
        above = parents.get(above, above.rpartition("/")[0] or None)
    return above if above in surveyed else None


@dataclass
class _Survey:
    """The surveyed ones among some territories, by position: shapes, areas, and what each lies in."""

    territories: Mapping[str, Placed]
    policy: Policy
    codes: list[str]
    shapes: list[Any]
    areas: list[float]
    broken: list[str]
    above: list[str | None] = field(default_factory=list)
    position: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, territories: Mapping[str, Placed], policy: Policy) -> "_Survey":
        bounded = [(code, each) for code, each in sorted(territories.items()) if each.boundary is not None]
        texts = [each.boundary if isinstance(each.boundary, str) else json.dumps(each.boundary) for _, each in bounded]
        read = shapely.from_geojson(texts, on_invalid="ignore")
        sound = [(code, shape) for (code, _), shape in zip(bounded, read, strict=True) if _is_area(shape)]
        codes = [code for code, _ in sound]
        shapes = [shape for _, shape in sound]
        broken = sorted({code for code, _ in bounded} - set(codes))
        survey = cls(territories, policy, codes, shapes, [area_m2(shape) for shape in shapes], broken)
        parents = {code: each.parent_code for code, each in territories.items()}
        survey.position = {code: at for at, code in enumerate(codes)}
        survey.above = [surveyed_above(code, parents, survey.position) for code in codes]
        return survey

    def invalid(self) -> Iterator[BoundaryFault]:
        for code in self.broken:
            yield BoundaryFault(FaultKind.INVALID, (code,), None, None, 0.0)

    def overlaps(self, about: Collection[str] | None) -> Iterator[BoundaryFault]:
        if not self.shapes:
            return
        left, right = shapely.STRtree(self.shapes).query(self.shapes, predicate="intersects")
        pairs = [
            (one, other)
            for one, other in zip(left.tolist(), right.tolist(), strict=True)
            if one < other
            and self.above[one] == self.above[other]
            and (about is None or self.codes[one] in about or self.codes[other] in about)
        ]
        if not pairs:
            return
        ones, others = ([self.shapes[at] for at in side] for side in zip(*pairs, strict=True))
        shared = shapely.intersection(ones, others)
        for (one, other), shape in zip(pairs, shared, strict=True):
            tolerated = self.policy.tolerance_m2(min(self.areas[one], self.areas[other]))
            yield from self._where(FaultKind.OVERLAP, (self.codes[one], self.codes[other]), shape, tolerated)

    def outside(self, about: Collection[str] | None) -> Iterator[BoundaryFault]:
        for above, positions in self._by_parent().items():
            parent = self.shapes[self.position[above]]
            looked_at = [at for at in positions if about is None or above in about or self.codes[at] in about]
            shapely.prepare(parent)
            astray = [at for at in looked_at if not shapely.covers(parent, self.shapes[at])]
            for at, shape in zip(astray, shapely.difference([self.shapes[at] for at in astray], parent), strict=True):
                tolerated = self.policy.tolerance_m2(min(self.areas[at], self.areas[self.position[above]]))
                yield from self._where(FaultKind.OUTSIDE, (self.codes[at], above), shape, tolerated)

    def gaps(self) -> Iterator[BoundaryFault]:
        """Where those directly in a territory leave some of it open, each opening by itself, the largest first."""
        children: dict[str, list[Placed]] = defaultdict(list)
        for each in self.territories.values():
            if each.parent_code is not None and (each.level is None or each.level in _COVERING):
                children[each.parent_code].append(each)
        for code, inside in sorted(children.items()):
            if code not in self.position or any(each.code not in self.position for each in inside):
                continue
            positions = [self.position[each.code] for each in inside]
            left = shapely.difference(self.shapes[self.position[code]], shapely.union_all([self.shapes[at] for at in positions]))
            tolerated = self.policy.tolerance_m2(min(self.areas[at] for at in positions))
            parts = sorted(shapely.get_parts(left), key=shapely.area, reverse=True)[: self.policy.most_gaps]
            for part in parts:
                yield from self._where(FaultKind.GAP, (code,), part, tolerated)

    def _by_parent(self) -> dict[str, list[int]]:
        grouped: dict[str, list[int]] = defaultdict(list)
        for at, above in enumerate(self.above):
            if above is not None:
                grouped[above].append(at)
        return grouped

    def _where(self, kind: FaultKind, codes: tuple[str, ...], shape: Any, tolerated: float) -> Iterator[BoundaryFault]:
        area = area_m2(shape)
        if area > tolerated:
            point = shapely.point_on_surface(max(shapely.get_parts(shape), key=shapely.area))
            yield BoundaryFault(kind, codes, round(point.x, 7), round(point.y, 7), round(area, 1))


def _is_area(shape: Any) -> bool:
    return bool(shape is not None and shapely.is_valid(shape) and shapely.area(shape) > 0)
