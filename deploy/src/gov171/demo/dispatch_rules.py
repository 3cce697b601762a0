"""The dispatch rules that the replayed city goes by: tried and published as any city would, and never a second time."""

from typing import Any

from gov171.api import Api

_RULES = "/v1/dispatch-rules"

# What is seen on the ground is first looked at on the ground 属地管理; the rest goes to the categories' usual departments.
RULES: list[dict[str, Any]] = [
    {
        "code": "urgent-on-the-ground", "name": "紧急城市管理事项：连队(社区)先行处置，城管部门协办", "priority": 200,
        "category_codes": ["urban"], "urgencies": ["urgent", "critical"], "territory_level": "community",
        "assisting_unit_codes": ["dept-26"],
    },
    {
        "code": "on-the-ground", "name": "城管、住房和供水的现场事项属地管理", "category_codes": ["urban", "housing", "water"],
        "kinds": ["help", "complaint", "report"], "territory_level": "community",
    },
]  # fmt: skip


async def publish_rules(api: Api) -> None:
    """Write the draft, try it on what was dispatched so far, let it go live; if it is live, nothing happens."""
    draft = await api.put(f"{_RULES}/draft", {"rules": RULES})
    published = (await api.get(f"{_RULES}/publications", limit=1))["items"]
    if published and published[0]["digest"] == draft["digest"]:
        return
    await api.post(f"{_RULES}/trials", {})
    await api.post(f"{_RULES}/publications", {"reason": "启用派单规则"})


def dispatch_to(unit_code: str, suggestion: dict[str, Any]) -> dict[str, Any]:
    """What the desk says to give a ticket to `unit_code`: nothing where the rules do so already, and else why not."""
    if suggestion["lead_unit_code"] == unit_code:
        return {}
    told = {"lead_unit_code": unit_code}
    return told | {"override_reason": "经研判由该单位承办更为适宜"} if suggestion["basis"] == "rule" else told
