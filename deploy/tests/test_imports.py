"""How a file's rows become tickets' fields."""

import math
import tomllib
from pathlib import Path

import pytest

from gov171.demo.preparation import data
from gov171.imports.mapping import FieldMapping, MappingWrong, rows

COLUMNS = {"reference": "ID", "title": "Title", "opened_at": "Date", "status": "Status", "lon": "Lon", "lat": "Lat"}


def mapping(**changes: object) -> FieldMapping:
    fields = {"source": "other", "columns": COLUMNS, "status": {"done": "closed"}, "time_format": "unix_seconds"}
    return FieldMapping.model_validate(fields | changes)


def test_a_record_is_known_by_the_line_it_begins_on() -> None:
    content = b'ID,Title,Date,Status,Lon,Lat\n1,"two\nlines",0,done,1.5,2\n2,x,0,done,,\n'

    made = list(rows(content, mapping()))

    assert [row["line"] for row in made] == [2, 4]
    assert made[0]["title"] == "two\nlines"
    assert (made[0]["location"], made[0]["status"]) == ({"lon": 1.5, "lat": 2.0}, "closed")
    assert made[0]["opened_at"] == "1970-01-01T00:00:00+00:00"
    assert "location" not in made[1]


def test_empty_lines_count_but_are_no_records() -> None:
    content = b'ID,Title,Date,Status,Lon,Lat\r\n1,"a\r\n\r\nb",0,done,,\r\n\r\n\r\n2,x,0,done,,\r\n'

    assert [(row["line"], row["reference"]) for row in rows(content, mapping())] == [(2, "1"), (7, "2")]


def test_a_record_that_is_too_short_or_too_long_is_read_as_far_as_it_goes() -> None:
    short, long = rows(b"ID,Title,Date,Status,Lon,Lat\n1,x\n2,x,0,done,,,more,still more\n", mapping())

    assert (short["reference"], short["opened_at"], short["status"]) == ("1", "", "")
    assert (long["reference"], long["status"]) == ("2", "closed")


def test_empty_fields_are_left_out_where_a_ticket_can_do_without() -> None:
    columns = {"reference": "ID", "title": "Title", "address": "Where", "closed_at": "Closed"}

    made = list(rows(b"ID,Title,Where,Closed\n1, ,\t,\n", mapping(columns=columns)))

    assert made == [{"line": 2, "reference": "1", "title": ""}]


@pytest.mark.parametrize("time", ["", "yesterday", "1.5", "2025-03-14T02:05:00Z", "9" * 30, "-" + "9" * 18])
def test_a_time_that_is_no_count_of_seconds_goes_as_it_is(time: str) -> None:
    made = list(rows(f"ID,Title,Date,Status,Lon,Lat\n1,x,{time},done,,\n".encode(), mapping()))

    assert made[0]["opened_at"] == time


@pytest.mark.parametrize("number", ["nan", "inf", "-Infinity", "1e999"])
def test_a_place_that_is_no_number_of_json_goes_as_it_is(number: str) -> None:
    made = list(rows(f"ID,Title,Date,Status,Lon,Lat\n1,x,0,done,{number},2\n".encode(), mapping()))

    assert made[0]["location"] == {"lon": number, "lat": 2.0}
    assert not math.isfinite(float(number))


def test_times_of_the_iso_format_and_other_encodings_and_separators_are_read() -> None:
    other = mapping(encoding="gb18030", delimiter=";", time_format="iso")

    made = list(rows("ID;Title;Date;Status;Lon;Lat\n1;路灯不亮;2025-03-14T10:05:00+08:00;done;;\n".encode("gb18030"), other))

    assert (made[0]["title"], made[0]["opened_at"]) == ("路灯不亮", "2025-03-14T10:05:00+08:00")


def test_what_cannot_be_converted_goes_as_it_is_and_the_hotline_says_what_is_wrong() -> None:
    made = list(rows(b"ID,Title,Date,Status,Lon,Lat\n1,x,yesterday,lost,east,2\n", mapping()))

    assert (made[0]["opened_at"], made[0]["status"], made[0]["location"]["lon"]) == ("yesterday", "lost", "east")


def test_a_mapping_that_does_not_fit_its_file_is_refused() -> None:
    with pytest.raises(MappingWrong, match="no column Lat, Lon"):
        list(rows(b"ID,Title,Date,Status\n", mapping()))
    with pytest.raises(MappingWrong, match="no column Date, ID"):
        list(rows(b"", mapping()))
    with pytest.raises(MappingWrong, match="not ascii"):
        list(rows("ID,路灯\n".encode(), mapping(encoding="ascii")))
    with pytest.raises(MappingWrong, match="not utf-8-sig"):
        list(rows("ID,路灯\n".encode("gb18030"), mapping()))
    with pytest.raises(MappingWrong, match="not klingon"):
        list(rows(b"ID\n", mapping(encoding="klingon")))


def test_a_quote_that_is_never_closed_is_said_and_not_a_fault_of_ours() -> None:
    content = b'ID,Title,Date,Status,Lon,Lat\n1,"x,0,done,,\n' + b"2,x,0,done,,\n" * 20_000

    with pytest.raises(MappingWrong, match="not CSV at line"):
        list(rows(content, mapping()))


def test_a_mapping_file_that_is_wrong_says_where(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    wrong = {
        b"source = 1": "source",
        b"[": "mapping.toml",
        b'source = "a"\nsurprise = 1': "columns",
        b'source = "a"\ncolumns = {}\nsurprise = 1': "surprise",
        b'source = "a"\ncolumns = {}\ndelimiter = ";;"': "delimiter",
        b'source = "a"\ncolumns = {}\ntime_format = "moon"': "time_format",
        "source = '路灯'".encode("gb18030"): "mapping.toml",
    }
    for content, said in wrong.items():
        file.write_bytes(content)
        with pytest.raises(MappingWrong, match=said):
            FieldMapping.read(file)
    with pytest.raises(MappingWrong, match="No such file"):
        FieldMapping.read(tmp_path / "nowhere.toml")


def test_the_real_file_is_read_whole() -> None:
    found = FieldMapping.model_validate(tomllib.loads(data("hoboken_311.toml").decode()))

    made = list(rows(data("hoboken_311.csv"), found))

    assert len(made) == 91
    assert len({row["reference"] for row in made}) == 46
    assert {row["status"] for row in made} <= {"accepted", "handling", "closed"}
    lines = data("hoboken_311.csv").decode("utf-8-sig").splitlines()
    assert all(lines[row["line"] - 1].split(",")[1] == row["reference"] for row in made)
    assert max(row["line"] for row in made) > 92, "some records have line breaks inside"
