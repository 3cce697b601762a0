"""What goes out about the knowledge base."""

from datetime import date, datetime
from uuid import UUID

from pydantic import AliasChoices, Field, computed_field

from chassis.schema import View
from svc_hotline.knowledge.lifecycle import Situation, possible
from svc_hotline.knowledge.terms import Action, StaleReason, Status

_ID = ["0195918c-7a00-7000-8000-000000000001"]
_AT = ["2025-03-14T02:00:00Z"]


class PublicEntry(View):
    """A published entry as everybody may read it."""

    id: UUID = Field(validation_alias=AliasChoices("entry_id", "id"), description="The entry.", examples=_ID)
    version_no: int = Field(description="Which version of it this is.", examples=[1])
    status: Status = Field(description="Where this version stands.", examples=["published"])
    question: str = Field(description="The question.", examples=["社会保障卡遗失了怎么补办？"])
    answer: str = Field(description="The answer.", examples=["持身份证到任一服务网点挂失后补办，当场制卡。"])
    unit_code: str = Field(description="The unit that answers for it.", examples=["dept-07"])
    category_code: str | None = Field(description="What it is about.", examples=["service"])
    keywords: list[str] = Field(description="Further words it is found by.", examples=[["社保卡"]])
    valid_from_on: date = Field(description="First day it holds.", examples=["2025-01-01"])
    valid_to_on: date | None = Field(description="Last day it holds; none: until further notice.", examples=["2026-12-31"])
    source: str = Field(description="Where it is laid down.", examples=["市人社局《社会保障卡办事指南》2025年版"])
    published_at: datetime | None = Field(description="When this version was published.", examples=_AT)
    confirmed_at: datetime | None = Field(description="When it was last said to be still right.", examples=_AT)
    used_count: int = Field(description="Tickets it was used in.", examples=[17])
    is_in_force: bool = Field(description="Whether today lies within its validity.", examples=[True])
    is_stale: bool = Field(description="Whether it must be looked at again before it is relied on.", examples=[False])
    stale_reasons: list[StaleReason] = Field(description="Why it is stale.", examples=[[]])


class EntryView(PublicEntry):
    """An entry's version as staff see it."""

    version: int = Field(description="Rises with each change of the entry; the ETag.", examples=[3])
    published_no: int | None = Field(description="The version that is published.", examples=[1])
    working_no: int | None = Field(description="The version that is worked on.", examples=[2])
    newest_no: int = Field(description="The newest version.", examples=[2])
    authors: list[str] = Field(description="Who wrote at this version; the first began it.", examples=[["desk-3"]])
    changed_at: datetime = Field(description="When its text was last written at.", examples=_AT)
    submitted_at: datetime | None = Field(description="When it was last submitted.", examples=_AT)
    decided_at: datetime | None = Field(description="When it was last decided on.", examples=_AT)
    decided_by: str | None = Field(description="Who decided.", examples=["supervisor-1"])
    decision_note: str | None = Field(description="What was said with the decision.", examples=[None])
    ended_at: datetime | None = Field(description="When it was withdrawn or replaced.", examples=[None])
    confirmed_by: str | None = Field(description="Who last said that it is still right.", examples=["supervisor-1"])

    @computed_field(description="What may be done with this version now.", examples=[["revise", "confirm"]])  # type: ignore[prop-decorator]
    @property
    def possible(self) -> list[Action]:
        face_no = self.newest_no if self.published_no is None else self.published_no
        return possible(Situation(self.status, self.version_no == face_no, self.working_no is not None))


class Span(View):
    """A stretch of a text, in characters (Unicode code points)."""

    start: int = Field(description="Its first character, from 0.", examples=[4])
    end: int = Field(description="The character behind its last.", examples=[6])


class Excerpt(View):
    """Part of a text with what was found in it; plain text, nothing in it is markup."""

    text: str = Field(description="The part.", examples=["社会保障卡遗失了怎么补办？"])
    starts_at: int = Field(description="Where in the whole text it begins.", examples=[0])
    found: list[Span] = Field(
        description="What was found, as places in the part, in order and apart.", examples=[[{"start": 5, "end": 7}]]
    )


class SearchHit(View):
    """An entry that was found, and where the words stand in it."""

    entry: EntryView | PublicEntry = Field(description="The entry; to staff with all that staff see.")
    score: float = Field(description="How well it fits; to be compared within one search only.", examples=[3.4])
    question: Excerpt = Field(description="Its question.")
    answer: Excerpt = Field(description="The part of its answer where most of the words stand.")


class UseView(View):
    """A ticket that an entry was used in."""

    entry_id: UUID = Field(description="The entry.", examples=_ID)
    ticket_id: UUID = Field(description="The ticket.", examples=_ID)
    version_no: int = Field(description="The version that was used.", examples=[1])
    used_at: datetime = Field(description="When it was first used there.", examples=_AT)
