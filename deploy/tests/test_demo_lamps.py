"""The year's broken lamps: drawn alike, placed where there is something, one fault a lamp."""

import csv
import io
from datetime import timedelta

from gov171.demo.lamps import FAULTS, LAMPS, device_of, lamp_faults, lamp_register
from gov171.demo.organisation import leads, organisation
from gov171.demo.plan import YEAR
from gov171.demo.preparation import published_figures

ORGANISATION = published_figures()["organisation"]
CITY = organisation(ORGANISATION)
CELLS = {each["code"] for each in CITY["territories"] if each["level"] == "cell"}


def test_every_lamp_stands_in_a_cell_at_a_place_of_its_own() -> None:
    lamps = list(csv.DictReader(io.StringIO(lamp_register(ORGANISATION))))

    assert len(lamps) == LAMPS
    assert {each["territory_code"] for each in lamps} <= CELLS
    assert len({(each["lon"], each["lat"]) for each in lamps}) == LAMPS
    assert {each["device_id"] for each in lamps} == {device_of(lamp) for lamp in range(LAMPS)}


def test_each_fault_is_of_another_lamp_and_is_mended_within_the_year() -> None:
    faults = lamp_faults()

    assert len(faults) == len({fault.lamp for fault in faults}) == FAULTS
    assert faults == sorted(lamp_faults(), key=lambda fault: fault.failed_at)
    assert {fault.failed_at.year for fault in faults} == {YEAR}
    assert max(fault.failed_at for fault in faults) + timedelta(days=3) < faults[0].failed_at.replace(month=12, day=31)
    assert any(fault.flaps > 1 for fault in faults)


def test_every_cell_has_one_lead_of_its_own_from_the_year_s_first_instant() -> None:
    posts = leads(ORGANISATION, "2025-01-01T00:00:00+08:00")

    assert sorted(post["territory_code"] for post in posts) == sorted(CELLS)
    assert len({post["account"] for post in posts}) == len(posts)
    assert {post["kind"] for post in posts} == {"grid_lead"}
