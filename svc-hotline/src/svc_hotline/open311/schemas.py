"""What comes in: what a supervisor says of a service, and the standard's forms."""

from typing import Annotated, Self
from urllib.parse import urlsplit

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema, model_validator

from chassis.contact import Phone
from chassis.schema import Input
from svc_hotline.open311.terms import LISTS, Datatype, PublicStatus
from svc_hotline.tickets.schemas import Code, Instant, Line, Prose, TerritoryCode

AttributeCode = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.-]{1,64}$")]
_MOST_ATTRIBUTES, _MOST_VALUES = 30, 200


class ListedValue(Input):
    """One of the values that an answer is chosen from."""

    key: Code = Field(description="What is sent.", examples=["lamp"])
    name: Line = Field(description="What people read.", examples=["灯具"])


class AttributeDefinition(Input):
    """One thing that is asked besides, as the standard defines it."""

    code: AttributeCode = Field(description="Its code: the answer is sent as `attribute[code]`.", examples=["PART"])
    variable: bool = Field(True, description="True: it is answered. False: it only tells something.", examples=[True])
    datatype: Datatype = Field(description="What the answer is.", examples=["singlevaluelist"])
    required: bool = Field(False, description="Whether a request must answer it.", examples=[True])
    datatype_description: Line | None = Field(None, description="How to write the answer.", examples=["请选择一项"])
    order: int = Field(ge=0, le=10_000, description="Its place in the form.", examples=[1])
    description: Line = Field(description="The question.", examples=["哪一部分损坏？"])
    values: list[ListedValue] = Field([], max_length=_MOST_VALUES, description="What to choose from, of a list.")

    @model_validator(mode="after")
    def _lists_have_values(self) -> Self:
        if (self.datatype in LISTS) != bool(self.values):
            raise ValueError("values belong to a list, and a list needs values")
        if len({value.key for value in self.values}) != len(self.values):
            raise ValueError("each key once")
        return self


class ServiceOffer(Input):
    """A category as a service of Open311."""

    is_offered: bool = Field(True, description="Whether the public may report it.", examples=[True])
    attributes: list[AttributeDefinition] = Field([], max_length=_MOST_ATTRIBUTES, description="What is asked besides.")

    @model_validator(mode="after")
    def _each_code_once(self) -> Self:
        if len({each.code for each in self.attributes}) != len(self.attributes):
            raise ValueError("each code once")
        return self


def _web_address(text: str) -> str:
    """An address that is shown back and never fetched."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or not text.isprintable() or set(text) & set(' "<>\\'):
        raise ValueError("an http or https address is needed")
    return text


WebAddress = Annotated[str, StringConstraints(max_length=2000), AfterValidator(_web_address)]
# A `+` that was not escaped in a query arrives as a space.
W3cInstant = Annotated[Instant, BeforeValidator(lambda text: text.strip().replace(" ", "+") if isinstance(text, str) else text)]


class StandardForm(Input):
    """Base of the standard's forms: what a client sends besides is let pass and forgotten."""

    # Among what is forgotten are device_id and account_id: gov171 follows neither devices nor accounts. So is an e-mail
    # address, since the store of contacts seals names and telephones alone.
    model_config = ConfigDict(extra="ignore")


class RequestForm(StandardForm):
    """A service request; its answers come as `attribute[CODE]`, a picture or document of it as the file `media`."""

    service_code: Code = Field(description="The service.", examples=["urban.lighting"])
    lat: float | None = Field(None, ge=-90, le=90, allow_inf_nan=False, description="Latitude, WGS-84.", examples=[44.321])
    long: float | None = Field(None, ge=-180, le=180, allow_inf_nan=False, description="Longitude, WGS-84.", examples=[87.123])
    address_string: Line | None = Field(None, description="Where, in words.", examples=["三连东路 5 号"])
    address_id: TerritoryCode | None = Field(None, description="Where, as a territory.", examples=["659007/84/03"])
    first_name: Annotated[str, StringConstraints(max_length=30)] | None = Field(None, description="Sealed.", examples=["明"])
    last_name: Annotated[str, StringConstraints(max_length=29)] | None = Field(None, description="Sealed.", examples=["王"])
    phone: Phone | None = Field(None, description="Sealed; a name is kept only with it.", examples=["13812341234"])
    description: Prose | None = Field(None, description="The matter; the public reads it.", examples=["路灯连续三晚不亮"])
    media_url: WebAddress | None = Field(None, description="Shown back, never fetched.", examples=["https://example.org/1.jpg"])

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if (self.lat is None) != (self.long is None):
            raise ValueError("lat and long belong together")
        if self.lat is None and self.address_string is None and self.address_id is None:
            raise ValueError("one of lat and long, address_string or address_id is needed")
        return self


_STATUSES = {"type": "string", "enum": [str(each) for each in PublicStatus]}


class UpdateForm(StandardForm):
    """What a partner system did with a request."""

    update_id: Code = Field(description="The sender's own id of it; each once.", examples=["crm-20871"])
    service_request_id: Code = Field(description="The request.", examples=["12345-20250314-000017"])
    status: Annotated[PublicStatus, BeforeValidator(lambda text: str(text).lower()), WithJsonSchema(_STATUSES)] = Field(
        description="closed: it is the unit's reply. open: it goes on.", examples=["closed"]
    )
    updated_datetime: W3cInstant | None = Field(None, description="When; absent: now.", examples=["2026-11-24T10:00:00+08:00"])
    description: Prose = Field(description="What was done, as the public will read it.", examples=["已更换灯具"])
    media_url: WebAddress | None = Field(None, description="Shown back, never fetched.", examples=["https://example.org/2.jpg"])
