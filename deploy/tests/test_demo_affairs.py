"""The drawn catalogue, claims and cases come to the published figures, and are rows that government affairs take."""

from collections import Counter

from gov171.demo.affairs_cases import BATCH, Batch, centre_list, city_batches, claim_list, town_batches
from gov171.demo.affairs_items import as_csv, departments_of, item_list
from gov171.demo.applications import DECIDING
from gov171.demo.plan import YEAR
from gov171.demo.preparation import published_figures
from svc_affairs.centres.schemas import CentreImport
from svc_affairs.claims.schemas import ClaimImport
from svc_affairs.item_exchange.reading import read_items
from svc_affairs.items.schemas import ItemDraft
from svc_affairs.online_case_batches.schemas import BatchEntry
from svc_affairs.sheets.bodies import SheetFormat

FIGURES = published_figures()
AFFAIRS, ABOUT = FIGURES["affairs"], FIGURES["organisation"]
ITEMS = item_list(AFFAIRS, ABOUT)
CLAIMS = claim_list(AFFAIRS, ABOUT, ITEMS)
CITY, TOWNS = city_batches(AFFAIRS, ITEMS), town_batches(AFFAIRS, CLAIMS, ITEMS)


def submissions(batches: list[Batch]) -> list[dict]:
    return [each.submission for batch in batches for each in batch.applications]


def test_the_items_come_to_the_published_figures_and_no_two_have_one_name() -> None:
    assert len(departments_of(ABOUT)) == len({each["department_code"] for each in ITEMS}) == 28
    assert len(ITEMS) == len({each["code"] for each in ITEMS}) == len({each["name"] for each in ITEMS}) == 2875
    assert sum(each["is_in_hall"] for each in ITEMS) == 888
    assert sum(each["is_open_to_centres"] for each in ITEMS) == 99


def test_the_table_reads_back_as_sound_drafts() -> None:
    given = read_items(as_csv(ITEMS).encode(), SheetFormat.CSV)

    assert [each.code for each in given.items] == [each["code"] for each in ITEMS]
    assert not any(each.faults for each in given.items)
    for each in given.items[::25]:
        fields = dict(each.fields)
        guide = {name.removeprefix("guide."): fields.pop(name) for name in [*fields] if name.startswith("guide.")}
        draft = ItemDraft.model_validate(fields | {"guide": guide})
        assert draft.materials
        assert draft.guide.results


def test_claims_are_each_made_once_and_at_windows_that_centres_have() -> None:
    centres = CentreImport.model_validate({"rows": centre_list(ABOUT)}).rows
    claims = ClaimImport.model_validate({"rows": CLAIMS}).rows

    assert len(centres) == 149
    assert len(claims) == len({(each.item_code, each.centre_code) for each in claims}) == 1134
    windows = {each.code: {window.code for window in each.windows} for each in centres}
    assert all(each.window_code in windows[each.centre_code] for each in claims)
    assert {each.item_code for each in claims} == {each["code"] for each in ITEMS if each["is_open_to_centres"]}


def test_as_many_cases_come_in_as_were_published() -> None:
    assert len(submissions(CITY)) == 8000
    assert len(submissions(TOWNS)) == 3292
    assert Counter(each["channel"] for each in submissions(TOWNS)) == {"centre": 3292}
    assert {each["channel"] for each in submissions(CITY)} == {"web", "wechat", "app"}
    assert len({each["applicant"]["phone"] for each in submissions([*CITY, *TOWNS])}) == 8000 + 3292
    for each in (submissions(CITY)[0], submissions(TOWNS)[0]):
        BatchEntry.model_validate({"application": each})


def test_towns_take_in_what_they_claimed_and_only_the_deciding_department_decides() -> None:
    claimed = {(each["item_code"], each["centre_code"]) for each in CLAIMS}
    departments = {each["code"]: each["department_code"] for each in ITEMS}

    assert {(each["item_code"], each["centre_code"]) for each in submissions(TOWNS)} <= claimed
    decided = [each for batch in (*CITY, *TOWNS) for each in batch.applications if each.is_decided]
    assert len(decided) > 300
    assert {departments[each.submission["item_code"]] for each in decided} == {DECIDING}
    assert all(each.is_accepted for each in decided)


def test_batches_come_one_after_another_within_the_year() -> None:
    for batches in (CITY, TOWNS):
        assert [batch.at for batch in batches] == sorted(batch.at for batch in batches)
        assert all(batch.at.year == YEAR and 0 < len(batch.applications) <= BATCH for batch in batches)
    assert len({batch.number for batch in (*CITY, *TOWNS)}) == len(CITY) + len(TOWNS)


def test_it_is_drawn_alike_each_time() -> None:
    assert item_list(AFFAIRS, ABOUT) == ITEMS
    assert claim_list(AFFAIRS, ABOUT, ITEMS) == CLAIMS
    assert city_batches(AFFAIRS, ITEMS) == CITY
