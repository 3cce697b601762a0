"""Terms carry their labels and are stored as their values."""

from sqlalchemy.dialects import postgresql

from chassis.terms import Term, term_column


class Light(Term):
    RED = "red", "红", "Red"


def test_a_term_is_its_value_and_carries_its_labels() -> None:
    assert (Light("red"), str(Light.RED), Light.RED.label_zh, Light.RED.label_en) == (Light.RED, "red", "红", "Red")


def test_a_term_is_stored_as_its_value() -> None:
    column = term_column(Light)
    dialect = postgresql.dialect()

    assert column.bind_processor(dialect)(Light.RED) == "red"
    assert column.result_processor(dialect, None)("red") is Light.RED
