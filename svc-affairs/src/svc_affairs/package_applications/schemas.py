"""What comes in about applications for packages."""

from typing import Annotated

from fastapi import UploadFile
from pydantic import Field, StringConstraints

from chassis.schema import Input
from svc_affairs.item_packages.schemas import Answers, PackageCode
from svc_affairs.online_cases.schemas import ApplicantEntry, Code, PersonEntry, Prose, QueryCode, Territory
from svc_affairs.online_cases.terms import Channel

# An item's code and its material's, or the code of a shared one; and its form where one thing is wanted in two.
MergedCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z_.-]{0,127}$")]
Number = Annotated[str, StringConstraints(min_length=1, max_length=32)]
_CODE = Field(
    default=None, description="The applicant's query code; staff of the counter need none.", examples=["7K2M-Q9TX-04FD"]
)


class PackageSubmission(Input):
    """One application for a whole matter."""

    package_code: PackageCode = Field(description="The package.", examples=["birth"])
    answers: Answers = Field(default={}, description="A choice for each of its questions.", examples=[{"local": "yes"}])
    channel: Channel = Field(description="How it comes in; all items that apply must be open to it.", examples=["web"])
    applicant: ApplicantEntry = Field(description="Who applies.")
    agent: PersonEntry | None = Field(default=None, description="Who does so for the applicant 代理人.")
    subject: Prose | None = Field(default=None, description="What for, in a few words.", examples=["新生儿出生"])
    territory_code: Territory | None = Field(default=None, description="The place it concerns.", examples=["659007/84"])
    window_code: Code | None = Field(default=None, description="The window that takes it in.", examples=["B03"])
    centre_code: Code | None = Field(default=None, description="The town centre that takes it in.", examples=["c-84"])
    brought: list[MergedCode] = Field(
        default=[], max_length=200, description="Materials that came on paper with it, by their codes in the guide.",
        examples=[["id-card"]],
    )  # fmt: skip


class ApplicationLookup(Input):
    """The number and the code of a receipt."""

    number: Number = Field(description="The application's number.", examples=["YJ-20250106-000017"])
    query_code: QueryCode = Field(description="The code of the receipt.", examples=["7K2M-Q9TX-04FD"])


class WholeWithdrawal(Input):
    """The applicant takes all of it back, or the counter on the applicant's behalf."""

    query_code: QueryCode | None = _CODE


class MergedProvision(Input):
    """What was brought to a window on paper, for all cases that need it."""

    codes: list[MergedCode] = Field(
        min_length=1, max_length=200, description="By their codes in the guide.", examples=[["id-card"]]
    )


class MergedUpload(Input):
    """One file for one thing, as multipart/form-data; it is laid to every case that needs it."""

    file: UploadFile = Field(description="The file, with its name; 20 MB at most.")
    code: MergedCode = Field(description="The thing it is of, by its code in the guide.", examples=["id-card"])
    query_code: QueryCode | None = _CODE
