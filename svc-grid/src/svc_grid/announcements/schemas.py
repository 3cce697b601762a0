"""What comes in and goes out about announcements of the organisation."""

from uuid import UUID

from pydantic import Field

from chassis.schema import Input, View


class Announcement(Input):
    """That the whole organisation shall be stated; nothing else is to say."""


class AnnouncementView(View):
    """What was stated."""

    id: UUID = Field(description="The announcement; its events name it.", examples=["01959c2e-8a00-7000-8000-000000000009"])
    territories: int = Field(description="How many territories.", examples=[150])
    units: int = Field(description="How many units, retired ones too.", examples=[189])
    facilities: int = Field(description="How many facilities, closed ones too.", examples=[530])
    leads: int = Field(description="How many tenures, ended ones too.", examples=[140])
