"""The organisation of the seed city, as one import document that comes to the published figures: a pure function."""

from collections.abc import Iterator
from typing import Any

CITY = "659007"
# Each community has as many grid cells, each with a grid lead of its own.
CELLS = ("g01", "g02")
_DIGITS = "〇一二三四五六七八九"
_DEPARTMENTS = (
    "办公室", "发展和改革委员会", "教育局", "科学技术局", "工业和信息化局", "公安局", "民政局", "司法局",
    "财政局", "人力资源和社会保障局", "自然资源和规划局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "农业农村局",
    "商务局", "文化体育广电和旅游局", "卫生健康委员会", "退役军人事务局", "应急管理局", "审计局", "市场监督管理局", "统计局",
    "医疗保障局", "城市管理局", "信访局", "行政审批服务局",
)  # fmt: skip
_SURNAMES = "赵钱孙李周吴郑王冯陈"
_GROUPS = ("平安", "法治", "应急", "信访", "城管", "环保", "民生", "宣传", "数据", "督导")

# Where the first regiment lies, and how far apart regiments and what is in them are, in degrees.
_LON, _LAT, _APART, _NEAR = 82.05, 44.88, 0.11, 0.006
_SERVICES = {
    "governance_centre": ["letters_and_visits", "legal_advice", "mediation"],
    "party_service_centre": ["government_affairs", "party_services", "volunteering"],
    "practice_station": ["lectures", "volunteering"],
    "rural_library": ["lectures", "reading"],
    "showcase": [],
}
_WORKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
_WEEKEND = ("saturday", "sunday")

Entry = dict[str, Any]
Figures = dict[str, Any]


def organisation(figures: Figures) -> dict[str, list[Entry]]:
    """Territories, units and facilities, as many of each as `figures` (the `[organisation]` section) say."""
    regiments = [f"{81 + index}" for index in range(figures["regiments"])]
    communities = list(_communities(regiments, figures["communities"]))
    return {
        "territories": list(_territories(regiments, communities)),
        "units": list(_units(figures, regiments, communities)),
        "facilities": list(_facilities(figures, regiments, communities)),
    }


def community_units(figures: Figures) -> list[tuple[str, str]]:
    """Each community's unit with its territory."""
    regiments = [f"{81 + index}" for index in range(figures["regiments"])]
    return [
        (f"{regiment}-{number:02d}", f"{CITY}/{regiment}/{number:02d}")
        for regiment, number in _communities(regiments, figures["communities"])
    ]


def leads(figures: Figures, since: str) -> list[Entry]:
    """The grid lead of each cell, who holds the post from the instant `since` on."""
    return [
        {
            "territory_code": f"{territory}/{cell}", "kind": "grid_lead", "account": f"lead-{unit}-{cell}",
            "display_name": f"{_SURNAMES[(index * len(CELLS) + at) % len(_SURNAMES)]}网格长", "from_at": since,
        }
        for index, (unit, territory) in enumerate(community_units(figures))
        for at, cell in enumerate(CELLS)
    ]  # fmt: skip


def _communities(regiments: list[str], count: int) -> Iterator[tuple[str, int]]:
    """Dealt out evenly: (regiment, number within it)."""
    for index in range(count):
        yield regiments[index % len(regiments)], index // len(regiments) + 1


def _regiment_name(code: str) -> str:
    return f"{_DIGITS[int(code[0])]}十{_DIGITS[int(code[1])] if code[1] != '0' else ''}团"


def _community_name(regiment: str, number: int) -> str:
    tens, ones = divmod(number, 10)
    counted = (("" if tens == 1 else _DIGITS[tens]) + "十" if tens else "") + (_DIGITS[ones] if ones or not tens else "")
    return f"{_regiment_name(regiment)}{counted}连"


def _territories(regiments: list[str], communities: list[tuple[str, int]]) -> Iterator[Entry]:
    yield {"code": CITY, "level": "city", "name": "师市", "unit_code": "city"}
    for code in regiments:
        name = _regiment_name(code)
        yield {"code": f"{CITY}/{code}", "parent_code": CITY, "level": "regiment", "name": name, "unit_code": code}
    for regiment, number in communities:
        code = f"{regiment}-{number:02d}"
        place = f"{CITY}/{regiment}/{number:02d}"
        yield {
            "code": place, "parent_code": f"{CITY}/{regiment}", "level": "community",
            "name": _community_name(regiment, number), "unit_code": code,
        }  # fmt: skip
        for cell in CELLS:
            name = f"{_community_name(regiment, number)}第{_DIGITS[int(cell[1:])]}网格"
            yield {"code": f"{place}/{cell}", "parent_code": place, "level": "cell", "name": name, "unit_code": code}


def _units(figures: Figures, regiments: list[str], communities: list[tuple[str, int]]) -> Iterator[Entry]:
    def below_city(code: str, kind: str, name: str) -> Entry:
        return {"code": code, "kind": kind, "name": name, "parent_code": "city", "territory_code": CITY}

    yield {"code": "city", "kind": "city", "name": "师市", "territory_code": CITY}
    for number in range(1, figures["lead_group_office"] + 1):
        yield below_city(f"office-{number}", "office", "市域治理办公室")
    for number in range(1, figures["special_groups"] + 1):
        yield below_city(f"group-{number:02d}", "special_group", f"{_GROUPS[(number - 1) % len(_GROUPS)]}专项组")
    for number in range(1, figures["departments"] + 1):
        yield below_city(f"dept-{number:02d}", "department", _DEPARTMENTS[(number - 1) % len(_DEPARTMENTS)])
    for code in regiments:
        yield below_city(code, "regiment", _regiment_name(code)) | {"territory_code": f"{CITY}/{code}"}
    for regiment, number in communities:
        yield {
            "code": f"{regiment}-{number:02d}", "kind": "community", "name": _community_name(regiment, number),
            "parent_code": regiment, "territory_code": f"{CITY}/{regiment}/{number:02d}",
        }  # fmt: skip


def _facilities(figures: Figures, regiments: list[str], communities: list[tuple[str, int]]) -> Iterator[Entry]:
    places = {
        "city": [CITY],
        "regiment": [f"{CITY}/{code}" for code in regiments],
        "community": [f"{CITY}/{regiment}/{number:02d}" for regiment, number in communities],
    }
    places["showcase"] = places["community"]
    wanted = [("governance_centre", level, count, "综治中心") for level, count in figures["governance_centres"].items()]
    wanted += [
        ("party_service_centre", level, count, "党群服务中心") for level, count in figures["party_service_centres"].items()
    ]
    wanted.append(("practice_station", "community", figures["civilisation_practice_stations"], "新时代文明实践站"))
    wanted.append(("rural_library", "community", figures["rural_libraries"], "农家书屋"))
    wanted.append(("showcase", "showcase", figures["showcase_projects"], "亮点项目"))
    for kind, level, count, name in wanted:
        for number in range(count):
            place = places[level][number % len(places[level])]
            code = f"{kind.replace('_', '-')}-{level}-{number + 1:03d}"
            yield {
                "code": code, "kind": kind, "level": level, "name": f"{name}{number + 1:03d}", "territory_code": place,
                "place": _point(place, wanted.index((kind, level, count, name)), number), "hours": _hours(kind),
                "services": _SERVICES[kind],
            }  # fmt: skip


def _point(territory: str, series: int, number: int) -> Entry:
    """A made-up point: regiments lie side by side, what is in one lies round it, and no two are at one place."""
    parts = [int(part) for part in territory.split("/")[1:]] + [0, 0]
    regiment, community = parts[0] - 81 if parts[0] else 0, parts[1]
    lon = _LON + regiment * _APART + community % 5 * _NEAR * 2 + series * _NEAR / 10
    lat = _LAT + community // 5 * _NEAR * 2 + number % 7 * _NEAR / 10
    return {"lon": round(lon, 6), "lat": round(lat, 6)}


def _hours(kind: str) -> Entry:
    """Open as offices are there, libraries also at the weekend; closed over the Spring Festival."""
    spans = [{"opens": "10:00", "closes": "14:00"}, {"opens": "16:00", "closes": "20:00"}]
    days = (*_WORKDAYS, *_WEEKEND) if kind == "rural_library" else _WORKDAYS
    closed = {"from_on": "2025-01-28", "to_on": "2025-02-04", "spans": []}
    return {"weekly": dict.fromkeys(days, spans), "exceptions": [closed]}
