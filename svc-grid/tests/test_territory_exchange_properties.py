"""Whatever a territory is called and however its bounds run: written and read again it is the same."""

import json
from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from svc_grid.territories import exchange_csv, exchange_geojson
from svc_grid.territories.exchange import Document

_DEGREE = st.one_of(st.integers(-80, 80), st.floats(-80, 80, allow_nan=False))
_RING = st.lists(st.tuples(_DEGREE, _DEGREE).map(list), min_size=3, max_size=6).map(lambda ring: [*ring, ring[0]])
_RINGS = st.lists(_RING, min_size=1, max_size=3)
_BOUNDARY = st.one_of(
    st.none(),
    _RINGS.map(lambda rings: {"type": "Polygon", "coordinates": rings}),
    st.lists(_RINGS, min_size=1, max_size=3).map(lambda parts: {"type": "MultiPolygon", "coordinates": parts}),
)
_SIGNS = st.text("=+-@'\"\t\r\n,; 师a", min_size=1, max_size=8)
_TEXT = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), min_size=1, max_size=40)
_NAME = st.one_of(_SIGNS, _TEXT).map(str.strip).filter(bool)
_CODE = st.text("Ab0-_", min_size=1, max_size=8)
_ROW = st.fixed_dictionaries(
    {
        "code": _CODE, "parent_code": st.one_of(st.none(), _CODE), "level": st.sampled_from(["city", "cell"]), "name": _NAME,
        "unit_code": st.one_of(st.none(), st.just("84-03")), "boundary": _BOUNDARY,
    }
)  # fmt: skip
_ROWS = st.lists(_ROW, min_size=1, max_size=4)
_QUOTED = {"code": "-b", "parent_code": None, "level": "cell", "unit_code": None, "boundary": None}
# Names that are each other's written form, which chance seldom draws.
_LIKE_EACH_OTHER = [_QUOTED | {"name": name} for name in ("=1", "'=1", "''=1", "'1", "-")]


def as_stored(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows with their bounds as the text that PostgreSQL gives."""
    return [row | {"boundary": json.dumps(row["boundary"]) if row["boundary"] else None} for row in rows]


def as_read(document: Document) -> list[dict[str, Any]]:
    assert document.faults == []
    assert all("boundary" in each.model_fields_set for each in document.entries)
    return [
        each.model_dump(mode="json", exclude={"boundary"}) | {"boundary": each.boundary.geojson if each.boundary else None}
        for each in document.entries
    ]


@given(_ROWS)
@example(_LIKE_EACH_OTHER)
def test_a_table_written_and_read_is_the_same(rows: list[dict[str, Any]]) -> None:
    text = exchange_csv.write(as_stored(rows), with_header=True)

    assert as_read(exchange_csv.read(text.encode(), None, 100)) == rows


@given(_ROWS)
def test_a_collection_written_and_read_is_the_same(rows: list[dict[str, Any]]) -> None:
    text = exchange_geojson.HEAD + exchange_geojson.BETWEEN.join(map(exchange_geojson.write, as_stored(rows)))

    assert as_read(exchange_geojson.read((text + exchange_geojson.TAIL).encode(), None, 100)) == rows


@given(_ROWS)
def test_no_cell_of_a_table_begins_as_a_formula_does(rows: list[dict[str, Any]]) -> None:
    header = ",".join(exchange_csv.HEADER) + "\r\n"
    for row in as_stored(rows):
        cells = exchange_csv.write([row | {"boundary": None}], with_header=False)
        assert exchange_csv.read((header + cells).encode(), None, 9).faults == []
        assert not cells.lstrip('"').startswith(("=", "+", "-", "@"))


@given(st.binary(max_size=200), st.booleans())
def test_no_bytes_at_all_break_the_reading(body: bytes, with_header: bool) -> None:
    header = (",".join(exchange_csv.HEADER) + "\n").encode() if with_header else b""
    for read, given_ in ((exchange_csv.read, header + body), (exchange_geojson.read, body)):
        try:
            read(given_, None, 100)
        except exchange_csv.Unreadable:
            continue
