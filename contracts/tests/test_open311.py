"""Open311 over the line: what an XML reader gets is what was written."""

import json
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contracts.open311 import Format, format_of, without_extension, write, write_error, xml_text

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=60)


@given(
    st.lists(
        st.fixed_dictionaries({"service_code": ANY_TEXT, "description": ANY_TEXT, "lat": st.none(), "metadata": st.booleans()})
    )
)
def test_xml_reads_back_as_what_was_written_but_for_what_xml_forbids(services: list[dict[str, str | bool | None]]) -> None:
    root = ET.fromstring(write("services", [*services], Format.XML))

    assert root.tag == "services"
    assert [each.tag for each in root] == ["service"] * len(services)
    for element, service in zip(root, services, strict=True):
        for name in ("service_code", "description"):
            assert (element.findtext(name) or "") == xml_text(str(service[name]))
        assert element.findtext("metadata") == ("true" if service["metadata"] else "false")
        assert element.findtext("lat") == ""


@given(ANY_TEXT)
def test_only_what_xml_forbids_is_dropped(text: str) -> None:
    kept = xml_text(text)

    assert xml_text(kept) == kept
    if text.isprintable():
        assert kept == text


@given(ANY_TEXT)
def test_json_can_be_read_whatever_stood_in_it(text: str) -> None:
    found = json.loads(write("services", [{"description": text}], Format.JSON))

    assert found == [{"description": text.encode(errors="replace").decode()}]


def test_lists_within_are_named_one_by_one() -> None:
    definition = {"service_code": "a", "attributes": [{"code": "A", "values": [{"key": "1", "name": "<b>&\"'"}]}]}

    root = ET.fromstring(write("service_definition", definition, Format.XML))

    assert root.findtext("attributes/attribute/values/value/name") == "<b>&\"'"


@pytest.mark.parametrize(
    ("path", "accept", "expected"),
    [
        ("/open311/v2/requests.xml", "application/json", Format.XML),
        ("/open311/v2/requests.json", "text/xml", Format.JSON),
        ("/open311/v2/requests", "text/xml", Format.XML),
        ("/open311/v2/requests", "application/xml;q=0.9, application/json", Format.XML),
        ("/open311/v2/requests", "application/json, text/xml", Format.JSON),
        ("/open311/v2/requests", "*/*", Format.JSON),
        ("/open311/v2/services/urban.lighting", "", Format.JSON),
    ],
)
def test_the_extension_decides_and_else_what_accept_names_first(path: str, accept: str, expected: Format) -> None:
    assert format_of(path, accept) is expected


def test_codes_keep_their_own_dots() -> None:
    assert [without_extension(each) for each in ("urban.lighting.json", "urban.lighting", "a.xml")] == [
        "urban.lighting", "urban.lighting", "a",
    ]  # fmt: skip


@pytest.mark.parametrize(("status", "expected"), [(401, 403), (422, 400), (415, 400), (404, 404), (503, 503)])
def test_errors_have_the_standard_s_statuses(status: int, expected: int) -> None:
    code, body, media_type = write_error("/open311/v2/requests.json", "", status, "为什么")

    assert (code, json.loads(body)) == (expected, [{"code": expected, "description": "为什么"}])
    assert media_type == "application/json; charset=utf-8"
