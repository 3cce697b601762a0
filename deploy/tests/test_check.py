"""What is counted is held against what was published, figure by figure; and rows are sent in parts."""

from typing import Any

import pytest
from house_builders import small_house

from gov171.api import Api, ApiRefused
from gov171.demo.check import ACTIVITIES, AFFAIRS, LAMPS, Line, compare
from gov171.demo.lamps import FAULTS
from gov171.imports.send import PART, send_rows

PUBLISHED: dict[str, Any] = {
    "organisation": {"city": 1, "centres": {"city": 1, "regiment": 9}},
    "hotline": {"accepted": 3651, "satisfaction_pct": 98.8, "merged_lines": ["12319"]},
    "affairs": {"departments": 28, "town_claims": 1134},
    "service_activities": {"good_deeds": 9860, "satisfaction_pct": 100.0},
}
DONE = {"good_deeds": 9860, "satisfaction_pct": 100.0, "groups": []}


def answers(organisation: dict[str, Any], hotline: dict[str, Any], shown: dict[str, Any]) -> dict[str, Any]:
    """A house that counts so; the overview shows other platforms before the hotline."""
    figures = [{"key": key, "value": value} for key, value in shown.items()]
    platforms = [{"key": "grid", "figures": [{"key": "accepted", "value": 0}]}, {"key": "hotline", "figures": figures}]
    platforms.insert(0, {"key": "community", "figures": [{"key": "good_deeds", "value": 9860}]})
    platforms.insert(0, {"key": "affairs", "figures": [{"key": "departments", "value": 28}]})
    return {
        "/v1/grid/organisation-figures": (200, {"figures": organisation}),
        "/v1/hotline/figures": (200, hotline),
        "/v1/grid/service-activity-figures": (200, DONE),
        "/v1/grid/case-figures": (200, {"total": {"reported": FAULTS, "closed": FAULTS}}),
        "/v1/affairs/figures": (200, {"figures": {"departments": 28, "town_claims": 1134, "town_claims_active": 1128}}),
        "/v1/overview": (200, {"platforms": platforms}),
    }


async def test_every_published_figure_is_compared_with_what_the_house_counts_and_shows() -> None:
    counted = answers(
        PUBLISHED["organisation"], PUBLISHED["hotline"] | {"other": 1}, {"accepted": 3651, "satisfaction_pct": 98.8}
    )

    with small_house(counted) as house:
        async with Api(house.url, "a.key") as api:
            lines = await compare(api, PUBLISHED, 2025)

    assert all(line.agrees for line in lines)
    assert [line.name for line in lines] == [
        "organisation.city", "organisation.centres.city", "organisation.centres.regiment", "hotline.accepted",
        "overview.hotline.accepted", "hotline.satisfaction_pct", "overview.hotline.satisfaction_pct", "hotline.merged_lines",
        "affairs.departments", "overview.affairs.departments", "affairs.town_claims", "lamps.reported", "lamps.closed",
        "service_activities.good_deeds", "overview.service_activities.good_deeds", "service_activities.satisfaction_pct",
    ]  # fmt: skip
    assert ("GET", "/v1/hotline/figures?from=2025-01-01&to=2026-01-01", None) in house.asked
    assert ("GET", "/v1/affairs/figures?from=2025-01-01&to=2026-01-01", None) in house.asked


async def test_a_figure_that_differs_or_is_missing_does_not_agree() -> None:
    counted = answers({"city": 2}, {"accepted": 3650, "satisfaction_pct": 98.7}, {"accepted": 3651})

    with small_house(counted) as house:
        async with Api(house.url, "a.key") as api:
            lines = await compare(api, PUBLISHED, 2025)

    told = [line for line in lines if not any(line.is_of(each) for each in (ACTIVITIES, AFFAIRS, LAMPS))]
    assert [line for line in told if line.agrees] == [Line("overview.hotline.accepted", 3651, 3651)]
    assert [line.name for line in lines if line not in told] == [
        "affairs.departments", "overview.affairs.departments", "affairs.town_claims", "lamps.reported", "lamps.closed",
        "service_activities.good_deeds", "overview.service_activities.good_deeds", "service_activities.satisfaction_pct",
    ]  # fmt: skip
    assert Line("organisation.city", 1, 2) in lines
    assert Line("organisation.centres.regiment", 9, None) in lines
    assert Line("hotline.satisfaction_pct", 98.8, 98.7) in lines
    assert Line("hotline.merged_lines", ["12319"], None) in lines


async def test_a_house_that_refuses_is_told_of_with_its_words() -> None:
    with small_house({"/v1/grid/organisation-figures": (403, {"title": "Not allowed"})}) as house:
        async with Api(house.url, "a.key") as api:
            with pytest.raises(ApiRefused, match=r"GET /v1/grid/organisation-figures: 403 .*Not allowed"):
                await compare(api, PUBLISHED, 2025)


async def test_a_house_that_is_not_there_is_told_of_too() -> None:
    with small_house({}) as house:
        url = house.url
    async with Api(url, "a.key") as api:
        with pytest.raises(ApiRefused, match="GET /v1/overview: ConnectError"):
            await api.get("/v1/overview")


async def test_rows_are_sent_in_parts_and_the_reports_added_up() -> None:
    def report(body: dict[str, Any]) -> dict[str, Any]:
        lines = [{"line": row["line"], "result": "created"} for row in body["rows"]]
        return {"created": len(lines) - 1, "unchanged": 0, "duplicates": 0, "rejected": 1, "rows": lines}

    advanced: list[int] = []
    rows = [{"line": line} for line in range(2, 2 * PART + 5)]
    with small_house({"/v1/ticket-imports": report}) as house:
        async with Api(house.url, "a.key") as api:
            total = await send_rows(api, "other", rows, advanced.append)

    assert advanced == [PART, PART, 3]
    assert (total.created, total.rejected) == (2 * PART, 3)
    assert [each["line"] for each in total.rows] == [row["line"] for row in rows]
    assert {body["source"] for _, _, body in house.asked} == {"other"}
