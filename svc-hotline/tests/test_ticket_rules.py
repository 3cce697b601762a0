"""Rules of a ticket besides its lifecycle."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from contracts.worktime import Limit, LimitUnit
from svc_hotline.tickets import rules
from svc_hotline.tickets.lifecycle import Situation
from svc_hotline.tickets.terms import Action, CallbackOutcome, CloseOutcome, Kind, Rating, Status, Urgency


def test_a_categorys_own_limit_goes_before_the_kinds() -> None:
    assert rules.handling_limit(Kind.COMPLAINT, None) == Limit(5)
    assert rules.handling_limit(Kind.COMPLAINT, 2) == Limit(2)


def test_an_urgent_ticket_is_signed_for_within_two_hours() -> None:
    assert rules.sign_limit(Urgency.NORMAL) == Limit(1)
    assert rules.sign_limit(Urgency.URGENT) == Limit(2, LimitUnit.HOURS)


@pytest.mark.parametrize("rating", [Rating.VERY_SATISFIED, Rating.SATISFIED, Rating.NEUTRAL])
def test_a_satisfied_caller_ends_the_ticket(rating: Rating) -> None:
    assert rules.after_rating(Situation(Status.RESOLVED, Kind.HELP), rating) is Action.CLOSE


@pytest.mark.parametrize("rating", [Rating.DISSATISFIED, Rating.VERY_DISSATISFIED])
def test_a_dissatisfied_caller_reopens_twice_and_then_has_it_supervised(rating: Rating) -> None:
    followed = [
        rules.after_rating(Situation(Status.RESOLVED, Kind.HELP, reopened_times=times, is_supervised=seen), rating)
        for times, seen in [(0, False), (1, False), (2, False), (2, True)]
    ]

    assert followed == [Action.REOPEN, Action.REOPEN, Action.SUPERVISE, None]


def test_a_rating_after_the_end_changes_only_the_rating() -> None:
    for rating in Rating:
        assert rules.after_rating(Situation(Status.CLOSED, Kind.HELP), rating) is None


def test_the_third_call_that_nobody_answers_ends_the_ticket() -> None:
    ends = [rules.after_callback(CallbackOutcome.NOT_REACHED, times) for times in (1, 2, 3)]

    assert ends == [None, None, CloseOutcome.NOT_REACHED]
    assert rules.after_callback(CallbackOutcome.DECLINED, 0) is CloseOutcome.DECLINED


def test_a_number_names_the_day_in_the_city() -> None:
    late_evening_utc = datetime(2025, 3, 13, 17, 0, tzinfo=UTC)

    assert rules.number_for(late_evening_utc, 17) == "12345-20250314-000017"


def test_a_query_code_fits_however_it_is_typed_and_fits_no_other_ticket() -> None:
    ticket, code = uuid4(), rules.new_query_code()
    kept = rules.hash_query_code(ticket, code)

    assert rules.fits_query_code(ticket, f" {code.lower().replace('-', ' ')} ", kept)
    assert not rules.fits_query_code(uuid4(), code, kept)
    assert not rules.fits_query_code(ticket, "0000-0000-0000", kept)
    assert not rules.fits_query_code(ticket, code, None)
    assert code not in kept.hex()


def test_query_codes_do_not_repeat() -> None:
    assert len({rules.new_query_code() for _ in range(1000)}) == 1000
