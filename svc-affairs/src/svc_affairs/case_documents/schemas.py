"""What comes in about documents."""

from datetime import date
from typing import Annotated

from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_affairs.case_documents.terms import RevocationReason
from svc_affairs.items.fields import Name, Prose

DocumentNumber = Annotated[str, StringConstraints(min_length=1, max_length=60)]
Code = Annotated[str, StringConstraints(min_length=8, max_length=40)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-fA-F]{64}$")]

NUMBER, CODE = ["BJ-20250314-000017-ZY2"], ["7K2M-Q9TX-04FD-XW3R"]
HASH = ["9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08"]


class VerificationAsked(Input):
    """What somebody holds of a document; one of them at least, and all must fit."""

    number: DocumentNumber | None = Field(default=None, description="The number on it 编号.", examples=NUMBER)
    code: Code | None = Field(default=None, description="The verification code on it 验证码.", examples=CODE)
    sha256: Sha256 | None = Field(default=None, description="SHA-256 of the file, in hex.", examples=HASH)


class DocumentRevocation(Input):
    """Why a document holds no more."""

    reason: RevocationReason = Field(description="Why, from the fixed list.", examples=["decision_annulled"])
    note: Prose = Field(description="The decision that revokes it.", examples=["师市复议决〔2025〕12号"])


class DocumentReplacement(Input):
    """What a document is replaced for, and what the new one says; title, item, department and applicant stay."""

    reason: RevocationReason = Field(
        default=RevocationReason.CLERICAL_ERROR, description="Why, from the fixed list.", examples=["clerical_error"]
    )
    note: Prose = Field(description="What was wrong.", examples=["有效期填写有误"])
    points: list[Name] = Field(default=[], max_length=200, description="What it lists, line by line.", examples=[["缺少公章"]])
    reasons: Prose | None = Field(default=None, description="Its reasons as they should stand.", examples=["不符合第七条"])
    conditions: Prose | None = Field(default=None, description="Its remarks as they should stand.", examples=["限当年有效"])
    valid_until: date | None = Field(
        default=None, description="Of a result: until when it holds; null: for good; absent: as before.", examples=["2028-03-13"]
    )
