"""How a file's rows become tickets' fields."""

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


def test_what_cannot_be_converted_goes_as_it_is_and_the_hotline_says_what_is_wrong() -> None:
    made = list(rows(b"ID,Title,Date,Status,Lon,Lat\n1,x,yesterday,lost,east,2\n", mapping()))

    assert (made[0]["opened_at"], made[0]["status"], made[0]["location"]["lon"]) == ("yesterday", "lost", "east")


def test_a_mapping_that_does_not_fit_its_file_is_refused() -> None:
    with pytest.raises(MappingWrong, match="no column Lat, Lon"):
        list(rows(b"ID,Title,Date,Status\n", mapping()))
    with pytest.raises(MappingWrong, match="not ascii"):
        list(rows("ID,路灯\n".encode(), mapping(encoding="ascii")))


def test_a_mapping_file_that_is_wrong_says_where(tmp_path: Path) -> None:
    file = tmp_path / "mapping.toml"
    for text, said in (("source = 1", "source"), ("[", "mapping.toml"), ('source = "a"\nsurprise = 1', "columns")):
        file.write_text(text)
        with pytest.raises(MappingWrong, match=said):
            FieldMapping.read(file)
    with pytest.raises(MappingWrong, match="No such file"):
        FieldMapping.read(tmp_path / "nowhere.toml")


def test_the_real_file_is_read_whole() -> None:
    import tomllib

    found = FieldMapping.model_validate(tomllib.loads(data("hoboken_311.toml").decode()))

    made = list(rows(data("hoboken_311.csv"), found))

    assert len(made) == 91
    assert len({row["reference"] for row in made}) == 46
    assert {row["status"] for row in made} <= {"accepted", "handling", "closed"}
