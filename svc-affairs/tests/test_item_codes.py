"""Codes of items by the configured profile: the pure check, and through HTTP."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from affairs_builders import DRAFT, Affairs
from catalogue_builders import base_entered
from hypothesis import given
from hypothesis import strategies as st

from chassis.contact import ContactKeys
from chassis.testing import Engines, service_client
from svc_affairs.items.coding import PROFILES, faults_of_base_code, faults_of_code
from svc_affairs.main import create_app
from svc_affairs.settings import Settings

MIGRATIONS = Path(__file__).parent.parent / "migrations"
BASE = "000117001000"
NATIONAL = f"11441900007330010D3{BASE}"
PROFILE = PROFILES["national"]


def details(code: str, kind: str = "01", level: str = "3", base_code: str | None = BASE) -> list[str]:
    return [each.detail for each in faults_of_code(PROFILE, code, kind=kind, level=level, base_code=base_code)]


def test_a_national_code_is_office_level_and_base_item() -> None:
    assert details(NATIONAL) == details(NATIONAL, base_code=None) == []


@pytest.mark.parametrize(
    ("code", "more", "said"),
    [
        (NATIONAL[:-1], {}, "31 characters"),
        (f"{NATIONAL}0", {}, "31 characters"),
        (NATIONAL.replace("D", "E"), {}, "no unified social credit code"),
        (NATIONAL.lower(), {}, "31 characters"),
        (NATIONAL, {"level": "4"}, "says level 3"),
        (NATIONAL, {"kind": "20"}, "says kind 01"),
        (NATIONAL, {"base_code": "000117001001"}, "ends in base item"),
        (NATIONAL, {"base_code": "17"}, "not a base item's code"),
        (NATIONAL.replace("0", "０"), {}, "31 characters"),
    ],
)
def test_each_fault_of_a_code_is_named(code: str, more: dict[str, str], said: str) -> None:
    found = details(code, **more)

    assert any(said in each for each in found), found


@given(st.integers(0, 30), st.sampled_from("0123456789ABCDEFGHJKLMNPQRTUWXY"))
def test_no_single_wrong_character_of_the_office_passes(at: int, character: str) -> None:
    wrong = NATIONAL[:at] + character + NATIONAL[at + 1 :]

    assert wrong == NATIONAL or details(wrong) != []


def test_a_base_item_s_code_says_its_kind() -> None:
    assert faults_of_base_code(PROFILE, BASE, kind="01") == []
    assert faults_of_base_code(PROFILE, BASE, kind="20") != []
    assert faults_of_base_code(PROFILES["free"], "any-thing", kind="20") == []


@pytest.fixture
async def national(engines: Engines) -> AsyncIterator[Affairs]:
    fields = {"contact_keys": ContactKeys.generate(), "item_code_profile": "national"}
    async with service_client(engines, create_app, Settings, schema="affairs", migrations=MIGRATIONS, **fields) as harness:
        affairs = Affairs(harness)
        await affairs.furnish()
        yield affairs


async def test_where_a_profile_is_configured_codes_must_follow_it(national: Affairs) -> None:
    refused = await national.editor.post("/v1/items", json=DRAFT)
    await base_entered(national)
    item = await national.drafted(code=NATIONAL, base_code=BASE)

    assert (refused.status_code, refused.json()["type"]) == (422, "urn:gov171:problem:code-not-by-profile")
    assert (refused.json()["profile"], refused.json()["errors"][0]["pointer"]) == ("national", "/code")
    for wrong in ({"kind": "20"}, {"level": "4"}, {"base_code": "000117001001"}):
        assert (await national.change(item, **wrong)).json()["type"] == "urn:gov171:problem:code-not-by-profile"
    assert (await national.change(item, visits=0)).status_code == 200


def test_a_profile_that_does_not_exist_stops_the_start(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AFFAIRS_ITEM_CODE_PROFILE", "universal")

    with pytest.raises(SystemExit, match="AFFAIRS_ITEM_CODE_PROFILE"):
        Settings.from_env("AFFAIRS")
