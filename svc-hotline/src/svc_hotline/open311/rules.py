"""How a ticket reads at Open311, and which span of time is asked for: pure functions."""

from datetime import datetime
from uuid import UUID

from chassis.clock import SHANGHAI
from chassis.redaction import hide_phones
from svc_hotline.open311.errors import WindowBackwards, WindowTooLong
from svc_hotline.open311.models import PartnerUpdate
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.views import RequestView, UpdateView
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.terms import Action

_TITLE_WORDS, _LONGEST_TITLE = 30, 200
_ANSWERING = frozenset({Action.RESOLVE, Action.ANSWER})


def asked_window(start: datetime | None, end: datetime | None, now: datetime) -> tuple[datetime, datetime]:
    """The span that two dates ask for: of one alone the longest from it, of none the latest. Raises WindowTooLong, -Backwards."""
    longest = POLICY.longest_window
    if start is None:
        end = end or now
        return end - longest, end
    if end is None:
        return start, start + longest
    if end < start:
        raise WindowBackwards()
    if end - start > longest:
        raise WindowTooLong(f"at most {longest.days} days", most_days=longest.days)
    return start, end


def title_of(service_name: str, description: str) -> str:
    """The matter in one line, for staff."""
    return f"{service_name}：{' '.join(description.split())[:_TITLE_WORDS]}"[:_LONGEST_TITLE]


def name_of(last_name: str | None, first_name: str | None) -> str | None:
    """A person's name: as the Chinese write it, or with a space where letters do."""
    parts = [part for part in (last_name, first_name) if part]
    return ("" if all(not part.isascii() for part in parts) else " ").join(parts) or None


def instant(at: datetime) -> str:
    """In city time with its offset, to the second."""
    return at.astimezone(SHANGHAI).isoformat(timespec="seconds")


def for_the_public(text: str) -> str:
    """What a citizen wrote, or was written to, without telephone numbers."""
    return hide_phones(text, "***")


def shown(ticket: Ticket, names: dict[str, str], units: dict[str, str], media_url: str | None) -> RequestView:
    """The ticket as the public may read it."""
    return RequestView(
        service_request_id=ticket.number,
        status=POLICY.statuses[ticket.status],
        status_notes=status_notes(ticket),
        service_name=names.get(ticket.category_code, ticket.category_code),
        service_code=ticket.category_code,
        description=for_the_public(ticket.description),
        agency_responsible=units.get(ticket.lead_unit_code, ticket.lead_unit_code) if ticket.lead_unit_code else None,
        service_notice=None,
        requested_datetime=instant(ticket.accepted_at),
        updated_datetime=instant(ticket.changed_at),
        expected_datetime=instant(ticket.due_at) if ticket.due_at else None,
        address=for_the_public(ticket.address) if ticket.address else None,
        address_id=ticket.territory_code,
        zipcode=None,
        lat=ticket.lat,
        long=ticket.lon,
        media_url=media_url,
    )


def status_notes(ticket: Ticket) -> str:
    """The reason, the line it was handed to, the answer once it counts, or where it stands."""
    if ticket.reject_reason_code is not None:
        return f"{ticket.status_label_zh}：{ticket.reject_reason_code.label_zh}"
    if ticket.handed_over_to is not None:
        return f"已移交{ticket.handed_over_to.label_zh}"
    if ticket.reply is not None and not ticket.is_reply_waiting:
        return for_the_public(ticket.reply)
    return ticket.status_label_zh


def told(step: TicketStep, ticket: Ticket, partner: PartnerUpdate | None) -> UpdateView:
    """One step of the ticket as its caller may see it. A partner's reply is told once the desk has approved it."""
    is_remark = partner is not None and step.action is Action.REMARK
    return UpdateView(
        update_id=update_id(ticket.number, step.version),
        service_request_id=ticket.number,
        status=POLICY.statuses[step.to_status],
        updated_datetime=instant(step.at),
        description=for_the_public(partner.description) if partner and is_remark else _in_words(step, ticket),
        media_url=partner.media_url if partner and is_remark else None,
    )


def update_id(number: str, version: int) -> str:
    """The number with the version that the step made."""
    return f"{number}-{version}"


def _in_words(step: TicketStep, ticket: Ticket) -> str:
    """What was done, and what it came to where it is the end of the present handling."""
    is_of_present_handling = ticket.reopened_at is None or step.at > ticket.reopened_at
    ends = step.action in _ANSWERING and is_of_present_handling and not ticket.is_reply_waiting and ticket.reply
    if ends or step.action in (Action.REJECT, Action.HAND_OVER):
        return f"{step.action_label_zh}：{status_notes(ticket)}"
    return step.action_label_zh


def token_of(text: str) -> UUID | None:
    """The ticket's id that a token is; none where it is no id at all."""
    try:
        return UUID(text)
    except ValueError:
        return None
