"""How a ticket, and what happened to it, reads at Open311."""

from svc_hotline.open311.models import PartnerUpdate
from svc_hotline.open311.policy import POLICY
from svc_hotline.open311.rules import for_the_public, instant, update_id
from svc_hotline.open311.views import RequestView, UpdateView
from svc_hotline.tickets.models import Ticket, TicketStep
from svc_hotline.tickets.terms import Action

_ANSWERING = frozenset({Action.RESOLVE, Action.ANSWER})


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


def _in_words(step: TicketStep, ticket: Ticket) -> str:
    """What was done, and what it came to where it is the end of the present handling."""
    is_of_present_handling = ticket.reopened_at is None or step.at > ticket.reopened_at
    ends = step.action in _ANSWERING and is_of_present_handling and not ticket.is_reply_waiting and ticket.reply
    if ends or step.action in (Action.REJECT, Action.HAND_OVER):
        return f"{step.action_label_zh}：{status_notes(ticket)}"
    return step.action_label_zh
