"""The services' documents become one, in which every reference means what it meant."""

from typing import Any

from gateway.documents.merge import merge


def document(path: str, **schemas: Any) -> dict[str, Any]:
    """A document whose only path answers with the schema `View`."""
    answer = {"$ref": "#/components/schemas/View"}
    return {"info": {"title": "t", "version": "1"}, "paths": {path: {"get": answer}}, "components": {"schemas": schemas}}


def of(name: str) -> dict[str, Any]:
    return {"properties": {"state": {"$ref": f"#/components/schemas/{name}"}}}


def test_equal_schemas_are_one_and_unlike_ones_go_by_their_service() -> None:
    merged = merge(
        document("/own", View={"type": "string"}),
        {"grid": document("/g", View={"type": "string"}), "risk": document("/r", View={"type": "integer"})},
    )

    assert sorted(merged["components"]["schemas"]) == ["RiskView", "View"]
    assert merged["paths"]["/g"]["get"] == {"$ref": "#/components/schemas/View"}
    assert merged["paths"]["/r"]["get"] == {"$ref": "#/components/schemas/RiskView"}


def test_schemas_that_read_alike_are_told_apart_where_they_refer_to_what_is_not() -> None:
    merged = merge(
        document("/own", View=of("Part"), Part=of("State"), State={"enum": ["open"]}),
        {"risk": document("/r", View=of("Part"), Part=of("State"), State={"enum": ["low"]})},
    )

    schemas = merged["components"]["schemas"]
    assert merged["paths"]["/r"]["get"] == {"$ref": "#/components/schemas/RiskView"}
    assert (schemas["RiskView"], schemas["RiskPart"]) == (of("RiskPart"), of("RiskState"))
    assert (schemas["View"], schemas["Part"], schemas["State"]) == (of("Part"), of("State"), {"enum": ["open"]})
