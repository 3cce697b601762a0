"""What comes in about rectifications."""

from pydantic import Field

from chassis.schema import Input
from svc_affairs.online_cases.schemas import Prose
from svc_affairs.rectifications.terms import CallOutcome

_NOTE = Field(default=None, description="A remark for the history; not about who rated.", examples=["已致歉并说明"])


class CallBack(Input):
    """A call back 回访, and what came of it."""

    outcome: CallOutcome = Field(description="What came of it.", examples=["reached"])
    note: Prose | None = _NOTE


class Putting(Input):
    """The answer 整改答复: what was done. Whoever rated reads it."""

    answer: Prose = Field(description="What was done.", examples=["已增设窗口，并向您致歉"])


class UnfoundedProposal(Input):
    """Why a rating is said to be unfounded."""

    reason: Prose = Field(description="Why.", examples=["评价人误选等级，回访时已确认"])


class UnfoundedDecision(Input):
    """What a second person decides on that."""

    is_unfounded: bool = Field(description="Whether it is.", examples=[False])
    reason: Prose = Field(description="Why.", examples=["监控与记录显示等候确实超过一小时"])
