"""What goes out about the queues."""

from pydantic import Field

from chassis.schema import View
from svc_hotline.queues.terms import Queue


class QueueView(View):
    """A queue and how long it is."""

    queue: Queue = Field(description="What is waited for.", examples=["callbacks"])
    label_zh: str = Field(description="The same in Chinese.", examples=["待回访"])
    label_en: str = Field(description="The same in English.", examples=["Callers to be called back"])
    count: int = Field(description="Tickets in it.", examples=[12])
    has_more: bool = Field(description="There are more than were counted.", examples=[False])
