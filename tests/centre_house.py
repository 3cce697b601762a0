"""A house with a service centre in it, the centre's own system as a process beside it, and the people of both."""

import asyncio
import json
import os
import random
import signal
import sys
from pathlib import Path
from typing import Any

import httpx
from houses import House, until

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"
sys.path.append(str(EXAMPLES))

from centre_client.store import Store  # noqa: E402

ITEM = "000117001000"
PLACE = {"level": "regiment", "windows": [], "hours": {}, "telephone": None, "address": None, "status": "open"}
DRAFT = {
    "name": "建筑工程施工许可证核发", "kind": "01", "department_code": "dept-07", "statutory_days": 7, "promised_days": 3,
    "materials": [{"code": "m1", "name": "建设用地批准书", "is_required": False}], "legal_basis": "《建筑法》第七条",
    "channels": ["hall", "web"], "visits": 1, "online_depth": 4, "is_open_to_centres": True,
}  # fmt: skip
PDF = b"%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\ntrailer\n<</Root 1 0 R>>\n%%EOF\n"


class People:
    """Those who act at the house itself, whose line is whole; what is not possible just now they leave."""

    def __init__(self, house: House, chance: random.Random) -> None:
        self.house, self._chance, self._keys = house, chance, dict[str, str]()

    async def join(self) -> None:
        """Register accounts, two centres and an item, which the one of unit 85 has claimed; once."""
        if self._keys:
            return
        await self.house.furnish()
        facts: dict[str, dict[str, Any]] = {
            "editor": {"roles": ["item_editor"]}, "reviewer": {"roles": ["item_reviewer"]}, "window": {"roles": ["window"]},
            "approver": {"roles": ["approver"], "unit_code": "dept-07"},
            **{f"{who}-{unit}": {"roles": ["centre"], "unit_code": unit} for unit in ("84", "85") for who in ("system", "clerk")},
        }  # fmt: skip
        for name, fact in facts.items():
            self._keys[name] = (await self._must("administrator", "/v1/applications", {"name": name} | fact))["key"]
        await self._must("editor", "/v1/departments", {"code": "dept-07", "name": "住房和城乡建设局"}, or_there=True)
        for unit in ("84", "85"):
            centre = PLACE | {"code": f"centre-{unit}", "name": f"{unit}团便民服务中心", "unit_code": unit}
            await until(lambda centre=centre: self._entered(centre))  # once the grid's units have arrived
        item = await self._must("editor", "/v1/items", DRAFT | {"code": ITEM})
        await self._must("editor", f"/v1/items/{item['id']}/reviews")
        await self._must("reviewer", f"/v1/items/{item['id']}/publications", {})
        await self._must("clerk-85", "/v1/claims", {"item_code": ITEM, "centre_code": "centre-85"})

    def key(self, who: str) -> str:
        return self.house.administrator_key if who == "administrator" else self._keys[who]

    async def ask(self, who: str, method: str, path: str, **more: Any) -> httpx.Response:
        async with self.house.client(self.key(who)) as client:
            return await client.request(method, path, **more)

    async def _must(self, who: str, path: str, body: Any = None, *, or_there: bool = False) -> dict[str, Any]:
        answer = await self.ask(who, "POST", path, json=body)
        assert answer.is_success or (or_there and answer.status_code == 409), answer.text
        return dict(answer.json())

    async def _entered(self, centre: dict[str, Any]) -> bool:
        return (await self.ask("editor", "POST", "/v1/centres", json=centre)).status_code in (201, 409)

    async def take_in(self, who: str, number: int) -> None:
        """At the centre, but with the house's own page: a case that the centre's system has no number for."""
        applicant = {"kind": "person", "name": "张华", "phone": f"1391234{number:04d}"}
        await self._try(who, "/v1/online-cases", {"item_code": ITEM, "channel": "centre", "applicant": applicant})

    async def act_on_something(self, centre: str) -> None:
        """An approver or a clerk of the hall does something with some case of the centre's."""
        rows = await self.house.rows("affairs", f"SELECT id, status FROM online_cases WHERE centre_code = '{centre}' ORDER BY id")
        if not rows:
            return
        case_id, status = self._chance.choice(rows)
        path = f"/v1/online-cases/{case_id}"
        doings: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
            "submitted": [("window", "prechecks", {}), ("window", "acceptances", {})],
            "prechecking": [("window", "acceptances", {})],
            "supplement": [("window", "supplements", {})],
            "accepted": [("approver", "decisions", {"is_approved": True})],
            "approved": [("window", "deliveries", {"way": "window"})],
        }
        checked = {"checks": [{"code": "m1", "verdict": "waived", "remark": "容缺受理"}]}
        chosen = self._chance.choice([*doings.get(status, []), ("window", "material-checks", checked)])
        await self._try(chosen[0], f"{path}/{chosen[1]}", chosen[2])

    async def _try(self, who: str, path: str, body: dict[str, Any]) -> None:
        try:
            answer = await self.ask(who, "POST", path, json=body)
        except httpx.TransportError:
            return  # the house is being started again
        assert answer.status_code < 500 or answer.status_code == 503, answer.text


class Clerks:
    """The centre's clerks, who work with the centre's own system and know nothing of the line."""

    def __init__(self, store: Store, chance: random.Random, unit: str, folder: Path) -> None:
        self._store, self._chance, self._unit, self._folder = store, chance, unit, folder
        self.numbers: list[str] = []

    def take_in(self) -> None:
        number = f"{self._unit}-{len(self.numbers) + 1:06d}"
        self.numbers.append(number)
        applicant = {"kind": "person", "name": "王明", "phone": f"138{self._unit}34{len(self.numbers):04d}"}
        self._store.take_in(number, item_code=ITEM, applicant=applicant, subject="住宅翻建")

    def do_something(self) -> None:
        """What the case, as it was told last, asks for; or what has been done already, which then is a conflict."""
        number = self._chance.choice(self.numbers)
        case = self._store.case(number)
        usual: dict[str, list[tuple[str, dict[str, Any]]]] = {
            "submitted": [("precheck", {}), ("accept", {"note": "材料齐全"}), ("note_paper", {"codes": ["m1"]})],
            "prechecking": [("accept", {}), ("ask_supplement", {"lacking": [{"material_code": "m1", "what": "缺少盖章"}]})],
            "supplement": [("supplement", {}), ("withdraw", {})],
            "approved": [("deliver", {"way": "window"})],
            "delivered": [("close", {})],
        }
        action, body = self._chance.choice(usual.get(case["status"] if case else "submitted", [("accept", {})]))
        self._store.act(number, action, **body)

    def attach(self) -> None:
        number = self._chance.choice(self.numbers)
        path = self._folder / f"{number}-{self._chance.randrange(10**6)}.pdf"
        path.write_bytes(PDF + number.encode())
        self._store.attach(number, "m1", path)


class System:
    """The centre's own system: a process that speaks HTTP alone, killed and started again."""

    def __init__(self, url: str, key: str, centre: str, database: Path) -> None:
        waits = ["--every", "0.05", "--timeout", "8", "--shortest-wait", "0.02", "--longest-wait", "0.5"]
        where = ["--url", url, "--centre", centre, "--database", str(database)]
        self._command = [sys.executable, "-m", "centre_client", *where, *waits]
        self._environment = os.environ | {"CENTRE_KEY": key, "PYTHONPATH": str(EXAMPLES), "NO_PROXY": "127.0.0.1"}
        self._log = database.with_suffix(".log")
        self._process: asyncio.subprocess.Process | None = None

    @property
    def log(self) -> str:
        return self._log.read_text()

    async def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(*self._command, env=self._environment, stdout=log, stderr=log)

    async def end(self, how: signal.Signals) -> int:
        """By SIGKILL as a power cut would; by SIGTERM as an operator does. Returns how it ended."""
        assert self._process is not None
        assert self._process.returncode is None, self.log[-2000:]
        self._process.send_signal(how)
        return await self._process.wait()

    async def discard(self) -> None:
        """A test that failed leaves none behind."""
        if self._process is not None and self._process.returncode is None:
            self._process.kill()
            await self._process.wait()


def facts_of(store: Store) -> dict[str, dict[str, Any]]:
    """The cases as the centre has them, by id."""
    return {row["id"]: json.loads(row["facts"]) for row in store.cases()}
