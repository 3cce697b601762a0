"""The replayed city's dispatch rules are ones the hotline takes, and its desk follows them or says why not."""

from gov171.demo.dispatch_rules import RULES, dispatch_to
from gov171.demo.organisation import organisation
from gov171.demo.plan import CATEGORIES
from gov171.demo.preparation import published_figures
from svc_hotline.dispatching.schemas import RuleDraftInput


def test_the_rules_name_only_what_there_is() -> None:
    rules = RuleDraftInput.model_validate({"rules": RULES}).rules
    made = organisation(published_figures()["organisation"])

    assert {code for rule in rules for code in rule.category_codes} <= {each[0] for each in CATEGORIES}
    assert {code for rule in rules for code in rule.assisting_unit_codes} <= {each["code"] for each in made["units"]}
    assert {rule.territory_level for rule in rules} <= {each["level"] for each in made["territories"]}
    assert len({rule.code for rule in rules}) == len(rules)


def test_what_the_rules_suggest_needs_no_word_and_another_unit_a_reason_where_a_rule_spoke() -> None:
    by_rule = {"basis": "rule", "lead_unit_code": "84-03"}
    by_category = {"basis": "category", "lead_unit_code": "dept-26"}

    assert dispatch_to("84-03", by_rule) == {}
    assert dispatch_to("dept-26", by_category) == {}
    assert dispatch_to("84-03", by_category) == {"lead_unit_code": "84-03"}
    assert set(dispatch_to("dept-26", by_rule)) == {"lead_unit_code", "override_reason"}
