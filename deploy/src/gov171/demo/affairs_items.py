"""The catalogue of the seed city: as many items, in halls and open to town centres, as it published; a pure function."""

import csv
import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from itertools import product

from gov171.demo.organisation import Entry, Figures, organisation
from gov171.demo.preparation import data

SEED = 17_288
INSTANT, PROMISED = "1", "2"
_LIST, _FIELD = ";", "|"


@dataclass(frozen=True)
class Business:
    """What can be done in a matter: its suffix, the kind of item, and how long it takes by law and by promise."""

    suffix: str
    kind: str
    statutory_days: int
    promised_days: int
    result: str

    @property
    def is_instant(self) -> bool:
        return self.promised_days == 0


_BUSINESS = (
    Business("新办", "01", 20, 7, "licence"), Business("变更", "01", 15, 5, "licence"),
    Business("延续", "01", 15, 5, "licence"), Business("注销", "01", 5, 0, "none"),
    Business("补证", "01", 5, 0, "licence"), Business("备案", "10", 5, 0, "certificate"),
    Business("年度报告", "10", 10, 0, "none"), Business("资格确认", "07", 20, 10, "certificate"),
    Business("补助申领", "05", 30, 15, "approval"), Business("信息查询", "20", 1, 0, "none"),
    Business("证明开具", "20", 3, 0, "certificate"), Business("信息更正", "20", 10, 3, "none"),
)  # fmt: skip
# What a town's centre does for its people.
_FOR_TOWNS = ("信息查询", "证明开具", "补助申领", "备案", "年度报告")
_SHARE_OF_COMPANIES = {"01": 0.7, "10": 0.6}


def item_list(figures: Figures, about: Figures) -> list[Entry]:
    """Rows of the import, by their code, that come to `figures` (the `[affairs]` section); `about` is `[organisation]`."""
    drawn = random.Random(SEED)
    departments = departments_of(about)
    matters = tomllib.loads(data("matters.toml").decode())["matters"]
    rows = [
        row for at, (code, name) in enumerate(departments)
        for row in _of_department(drawn, code, matters[name], _share(figures["items_published"], len(departments), at))
    ]  # fmt: skip
    for row in drawn.sample(rows, figures["items_in_halls"]):
        row["is_in_hall"] = True
        row["channels"] = ["hall", *row["channels"]]
    for row in drawn.sample([row for row in rows if row["name"].endswith(_FOR_TOWNS)], figures["town_items_available"]):
        row["is_open_to_centres"] = True
    return rows


def departments_of(about: Figures) -> list[tuple[str, str]]:
    """Each department's code and name."""
    return [(each["code"], each["name"]) for each in organisation(about)["units"] if each["kind"] == "department"]


def as_csv(rows: list[Entry]) -> str:
    """The rows as the import takes them: lists by `;`, the fields of a part by `|`."""
    target = StringIO()
    writer = csv.DictWriter(target, [*rows[0]], lineterminator="\n")
    writer.writeheader()
    writer.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return target.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return _LIST.join(value) if isinstance(value, list) else str(value)


def _share(count: int, parts: int, at: int) -> int:
    return count // parts + (at < count % parts)


def _of_department(drawn: random.Random, code: str, matters: list[str], count: int) -> Iterator[Entry]:
    """`count` items of a department: its matters in turn, each with one business more."""
    wanted = list(product(_BUSINESS, matters))[:count]
    if len(wanted) < count:
        raise ValueError(f"{code} has matters for {len(wanted)} items and not for {count}")
    for item_no, (business, matter) in enumerate(wanted, 1):
        yield _row(drawn, f"{code}-{item_no:03d}", code, matter, business)


def _row(drawn: random.Random, code: str, department: str, matter: str, business: Business) -> Entry:
    is_for_companies = drawn.random() < _SHARE_OF_COMPANIES.get(business.kind, 0.3)
    name = f"{matter}{business.suffix}"
    return {
        "code": code, "name": name, "kind": business.kind, "department_code": department,
        "case_type": INSTANT if business.is_instant else PROMISED,
        "applicant_kinds": ["person", "company"] if is_for_companies else ["person"],
        "statutory_days": business.statutory_days, "promised_days": business.promised_days,
        "legal_basis": f"《{matter}管理办法》第{drawn.randint(5, 40)}条",
        "channels": ["web", "app", "wechat"],
        "visits": drawn.choices((0, 1, 2), (70, 28, 2))[0], "online_depth": drawn.choices((4, 3, 2), (60, 32, 8))[0],
        "region_scope": drawn.choices(("none", "city", "province"), (55, 40, 5))[0],
        "is_in_hall": False, "is_open_to_centres": False, "keywords": [matter, business.suffix],
        "guide.conditions": f"符合{matter}的法定条件",
        "guide.consultation_phone": "0909-2290000", "guide.complaint_phone": "12345",
        "materials": _FIELD.join(("m1", f"{name}申请表", "electronic", "1", "false")),
        "guide.results": _FIELD.join((business.result, "无" if business.result == "none" else name)),
    }  # fmt: skip
