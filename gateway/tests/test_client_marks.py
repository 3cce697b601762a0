"""Services are told one client from another, and of none where it is."""

from gateway_builders import Door
from hypothesis import given
from hypothesis import strategies as st

from contracts.clients import CLIENT_HEADER
from gateway.forwarding.clients import ClientMarks


async def test_each_request_carries_the_mark_of_its_client_whatever_it_claims(door: Door) -> None:
    first = (await door.client().get("/v1/items", headers={CLIENT_HEADER: "somebody"})).json()["headers"]
    elsewhere = (await door.client().get("/v1/tickets")).json()["headers"]

    assert first[CLIENT_HEADER] == elsewhere[CLIENT_HEADER]
    assert first[CLIENT_HEADER] != "somebody"
    assert "127.0.0.1" not in str({name: value for name, value in first.items() if name != "host"})


@given(st.ip_addresses(v=4), st.ip_addresses(v=4))
def test_two_addresses_have_two_marks_and_one_has_one(one: object, other: object) -> None:
    marks = ClientMarks()

    assert (marks.of_address(str(one)) == marks.of_address(str(other))) is (one == other)
    assert marks.of_address(f"::ffff:{one}") == marks.of_address(str(one))
    assert ClientMarks().of_address(str(one)) != marks.of_address(str(one))


def test_a_network_of_ipv6_is_one_client() -> None:
    marks = ClientMarks()

    found = [marks.of_address(each) for each in ("2001:db8:0:1::1", "2001:db8:0:1:ffff::9", "2001:db8:0:2::1", "testclient")]

    assert found[0] == found[1]
    assert len(set(found)) == 3
