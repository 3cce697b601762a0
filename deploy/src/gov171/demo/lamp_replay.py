"""Lives the lamps' faults through the public API: what the device platform reports, and what becomes of it on the ground."""

import asyncio
import struct
import zlib
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Any

from gov171.demo.caller import Caller, ReplayFailed
from gov171.demo.lamps import RULE, LampFault
from gov171.demo.plan import YEAR

AT_ONCE = 8
_FOLLOWED_WITHIN_S, _LOOK_EVERY_S = 60, 0.1


async def mend_lamps(faults: Sequence[LampFault], caller: Caller, advance: Callable[[], None]) -> None:
    """Live all of them; raises ReplayFailed at the first step that is refused."""
    waiting = iter(faults)

    async def work() -> None:
        for fault in waiting:
            await _Mending(fault, caller).live()
            advance()

    async with asyncio.TaskGroup() as group:
        for _ in range(AT_ONCE):
            group.create_task(work())


class _Mending:
    """One fault in progress, and the time that it has come to."""

    def __init__(self, fault: LampFault, caller: Caller) -> None:
        self.fault, self.caller, self.at, self.step = fault, caller, fault.failed_at, 0

    async def live(self) -> None:
        """The alarm comes and goes, one case is opened for it, and the cell's lead has the lamp mended."""
        for time in range(self.fault.flaps):
            alarm = await self._do("/v1/alarms", self._report(time), timedelta(minutes=5))
            if time < self.fault.flaps - 1:
                await self._do(f"/v1/alarms/{alarm['id']}/clearances", {}, timedelta(minutes=2))
        case = f"/v1/cases/{await self._case()}"
        await self._do(f"{case}/registrations", {}, timedelta(minutes=30))
        await self._photograph(case, "before", (90, 90, 90))
        await self._do(f"{case}/assignments", {"is_to_lead": True}, timedelta(minutes=20))
        await self._do(f"{case}/handlings", {}, timedelta(hours=14))
        await self._do(f"/v1/alarms/{alarm['id']}/clearances", {}, timedelta(hours=1))
        await self._photograph(case, "after", (250, 240, 180))
        await self._do(f"{case}/results", {"result": "更换灯具，恢复照明"}, timedelta(minutes=10))
        await self._do(f"{case}/verifications", {"passed": True}, timedelta(hours=2))
        await self._do(f"{case}/closures", {}, timedelta(minutes=30))

    def _report(self, time: int) -> dict[str, Any]:
        device = self.fault.device_id
        return {
            "external_id": f"{device}-{YEAR}-{time}", "device_id": device, "device_kind": "street_lamp", "rule_code": RULE,
            "title": "路灯不亮", "raised_at": (self.at + timedelta(minutes=5)).isoformat(),
        }  # fmt: skip

    async def _case(self) -> str:
        """The one case of it, once all that the device said has arrived; it comes by events."""
        links: list[dict[str, Any]] = []
        try:
            async with asyncio.timeout(_FOLLOWED_WITHIN_S):
                while sum(link["occurrences"] for link in links) < self.fault.flaps:
                    links = (await self.caller.get(f"/v1/alarm-cases?cause={self.fault.cause}"))["items"]
                    await asyncio.sleep(_LOOK_EVERY_S)
        except TimeoutError:
            raise ReplayFailed(f"{self.fault.cause}: {len(links)} cases, not all that was said of it has arrived") from None
        if len(links) != 1:
            raise ReplayFailed(f"{self.fault.cause} has {len(links)} cases, not one")
        return str(links[0]["case_id"])

    async def _photograph(self, case: str, moment: str, colour: tuple[int, int, int]) -> None:
        self.at += timedelta(minutes=5)
        self.step += 1
        picture = _picture(colour, text=f"{self.fault.device_id} {moment}")
        await self.caller.upload(
            f"{case}/attachments", {"moment": moment}, f"{moment}.png", picture, key=self._key, at=self.at
        )  # fmt: skip

    async def _do(self, path: str, body: dict[str, Any], after: timedelta) -> dict[str, Any]:
        self.at += after
        self.step += 1
        answer, _ = await self.caller.post(path, body, key=self._key, at=self.at)
        return answer

    @property
    def _key(self) -> str:
        return f"lamps-{YEAR}-{self.fault.device_id}-{self.step}"


def _picture(colour: tuple[int, int, int], text: str) -> bytes:
    """A small square of one colour as PNG, with words of its own, since one file is not evidence twice."""

    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    size = 16
    header = struct.pack(">IIBBBBB", size, size, 8, 2, 0, 0, 0)
    rows = (b"\0" + bytes(colour) * size) * size
    parts = (b"IHDR", header), (b"tEXt", b"Comment\0" + text.encode()), (b"IDAT", zlib.compress(rows)), (b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunk(*part) for part in parts)
