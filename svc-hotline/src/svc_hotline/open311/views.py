"""What goes out: the standard's own structures, and what staff see."""

from uuid import UUID

from pydantic import Field

from chassis.schema import View
from svc_hotline.open311.schemas import AttributeDefinition, ListedValue
from svc_hotline.open311.terms import Datatype, PublicStatus

_AT = ["2026-11-24T10:00:00+08:00"]
_NUMBER = ["12345-20250314-000017"]


class Endpoint(View):
    """One version of the interface."""

    specification: str = Field(description="What it follows.", examples=["http://wiki.open311.org/GeoReport_v2"])
    url: str = Field(description="Where it is.", examples=["http://127.0.0.1:8171/open311/v2"])
    changeset: str = Field(description="When it last changed.", examples=_AT)
    type: str = Field(description="Whether it counts.", examples=["production"])
    formats: list[str] = Field(description="What it writes.", examples=[["application/json", "text/xml"]])


class Discovery(View):
    """Where the interface is, and how to get a key."""

    changeset: str = Field(description="When this last changed.", examples=_AT)
    contact: str = Field(description="Whom to ask.", examples=["12345 政务服务便民热线"])
    key_service: str = Field(description="How to get a key.", examples=["向 12345 热线主管单位申请接入密钥"])
    endpoints: list[Endpoint] = Field(description="The versions.")


class ServiceView(View):
    """What can be reported."""

    service_code: str = Field(description="Its code.", examples=["urban.lighting"])
    service_name: str = Field(description="Its name.", examples=["路灯照明"])
    description: str = Field(description="What it is.", examples=["城市管理 / 路灯照明 (Street lighting)"])
    metadata: bool = Field(description="Whether something is asked besides.", examples=[True])
    type: str = Field(description="An id is given at once.", examples=["realtime"])
    keywords: str = Field(description="Words for it, with commas.", examples=["路灯不亮, 灯杆"])
    group: str = Field(description="The first-level category.", examples=["城市管理"])


class AttributeView(View):
    """One thing that is asked besides."""

    variable: bool = Field(description="Whether it is answered.", examples=[True])
    code: str = Field(description="Its code.", examples=["PART"])
    datatype: Datatype = Field(description="What the answer is.", examples=["singlevaluelist"])
    required: bool = Field(description="Whether it must be answered.", examples=[True])
    datatype_description: str | None = Field(description="How to write the answer.", examples=["请选择一项"])
    order: int = Field(description="Its place in the form.", examples=[1])
    description: str = Field(description="The question.", examples=["哪一部分损坏？"])
    values: list[ListedValue] = Field(description="What to choose from.")


class ServiceDefinition(View):
    """What is asked besides for a service, in the order of the form."""

    service_code: str = Field(description="The service.", examples=["urban.lighting"])
    attributes: list[AttributeView] = Field(description="What is asked.")


class Receipt(View):
    """What became of a posted request."""

    service_request_id: str = Field(description="The ticket's number.", examples=_NUMBER)
    service_notice: str = Field(
        description="What happens next, with the caller's query code.", examples=["已受理，查询码 7K2M-Q9TX-04FD"]
    )
    account_id: str | None = Field(description="Not kept here.", examples=[None])


class TokenView(View):
    """The request that a token stands for."""

    service_request_id: str = Field(description="The ticket's number.", examples=_NUMBER)
    token: str = Field(description="The ticket's id.", examples=["0195918c-7a00-7000-8000-000000000001"])


class RequestView(View):
    """A request as the public may read it: no caller, no remark, no name of staff."""

    service_request_id: str = Field(description="The ticket's number.", examples=_NUMBER)
    status: PublicStatus = Field(description="Whether it still waits.", examples=["open"])
    status_notes: str = Field(description="The answer, the reason, or where it stands.", examples=["办理中"])
    service_name: str = Field(description="The service's name.", examples=["路灯照明"])
    service_code: str = Field(description="The service.", examples=["urban.lighting"])
    description: str = Field(description="The matter, without telephone numbers.", examples=["路灯连续三晚不亮"])
    agency_responsible: str | None = Field(description="The lead unit's name.", examples=["八十四团"])
    service_notice: str | None = Field(description="Not used.", examples=[None])
    requested_datetime: str = Field(description="When it came.", examples=_AT)
    updated_datetime: str = Field(description="When something last happened.", examples=_AT)
    expected_datetime: str | None = Field(description="When it is due.", examples=_AT)
    address: str | None = Field(description="Where, in words.", examples=["三连东路 5 号"])
    address_id: str | None = Field(description="Where, as a territory.", examples=["659007/84/03"])
    zipcode: str | None = Field(description="Not kept here.", examples=[None])
    lat: float | None = Field(description="Latitude, WGS-84.", examples=[44.321])
    long: float | None = Field(description="Longitude, WGS-84.", examples=[87.123])
    media_url: str | None = Field(description="As it was sent.", examples=["https://example.org/1.jpg"])


class UpdateView(View):
    """One thing that happened to a request, as its caller may see it."""

    update_id: str = Field(description="Stays the same.", examples=["12345-20250314-000017-2"])
    service_request_id: str = Field(description="The request.", examples=_NUMBER)
    status: PublicStatus = Field(description="Whether it then still waited.", examples=["open"])
    updated_datetime: str = Field(description="When.", examples=_AT)
    description: str = Field(description="What.", examples=["派单"])
    media_url: str | None = Field(description="As it was sent.", examples=[None])


class UpdateReceipt(View):
    """Under which id the update is listed."""

    update_id: str = Field(description="As in the list of updates.", examples=["12345-20250314-000017-4"])


class OpenErrorView(View):
    """One error, as the standard has it."""

    code: int = Field(description="The HTTP status.", examples=[403])
    description: str = Field(description="What is wrong.", examples=["需要有效的 api_key"])


class ServiceOfferView(View):
    """A category as a service, as its keepers see it."""

    category_code: str = Field(description="The category.", examples=["urban.lighting"])
    version: int = Field(description="Rises with each change; the ETag; 0: nothing was said yet.", examples=[1])
    is_offered: bool = Field(description="Whether the public may report it.", examples=[True])
    attributes: list[AttributeDefinition] = Field(description="What is asked besides.")


class AnswerView(View):
    """What a request answered to one attribute."""

    code: str = Field(description="The attribute.", examples=["PART"])
    description: str = Field(description="The question as it was asked.", examples=["哪一部分损坏？"])
    values: list[ListedValue] = Field(description="The answer; outside of lists key and name are one.")


class ReportView(View):
    """What came with a request besides its ticket."""

    ticket_id: UUID = Field(description="The ticket.", examples=["0195918c-7a00-7000-8000-000000000001"])
    media_url: str | None = Field(description="As it was sent.", examples=["https://example.org/1.jpg"])
    answers: list[AnswerView] = Field(description="What was answered, in the order of the form.")
