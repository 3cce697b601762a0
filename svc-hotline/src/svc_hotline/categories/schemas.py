"""What comes in about categories."""

from typing import Annotated, Any, Self

from pydantic import Field, model_validator

from chassis.schema import Input

CategoryCode = Annotated[
    str, Field(pattern=r"^[a-z0-9][a-z0-9_.-]{0,63}$", description="Code of a category.", examples=["urban.lighting"])
]
Keyword = Annotated[str, Field(min_length=1, max_length=40)]
LIMITS = ("limit_working_days", "limit_working_hours", "limit_hours")
_MOST_KEYWORDS = 50
_EMPTIED_BY_NULL = frozenset({"parent_code", "default_unit_code", *LIMITS, "sign_limit_working_hours"})


class _Work(Input):
    """What a category says of the work on it; what it leaves open is its nearest ancestor's."""

    default_unit_code: str | None = Field(
        None, min_length=1, max_length=64, description="The unit that usually handles it.", examples=["dept-07"]
    )
    limit_working_days: int | None = Field(
        None, ge=1, le=250, description="Working days it may take; at most one of the three limits is given.", examples=[3]
    )
    limit_working_hours: int | None = Field(
        None, ge=1, le=1000, description="Or the hours of office time it may take.", examples=[None]
    )
    limit_hours: int | None = Field(
        None, ge=1, le=8760, description="Or the hours it may take, round the clock.", examples=[None]
    )
    sign_limit_working_hours: int | None = Field(
        None, ge=1, le=200, description="Hours of office time within which its unit signs for it; none: by urgency.", examples=[4]
    )

    @model_validator(mode="after")
    def _one_limit(self) -> Self:
        given = [name for name in LIMITS if getattr(self, name) is not None]
        if len(given) > 1:
            raise ValueError(f"at most one limit, not {' and '.join(given)}")
        return self


class CategoryEntry(_Work):
    """A category as a whole: of the first level without a parent, else below one, down to the fourth level."""

    code: CategoryCode
    parent_code: CategoryCode | None = Field(None, description="The category it belongs to.", examples=["urban"])
    name_zh: str = Field(min_length=1, max_length=100, description="Its Chinese name.", examples=["路灯照明"])
    name_en: str = Field(min_length=1, max_length=100, description="Its English name.", examples=["Street lighting"])
    keywords: list[Keyword] = Field(
        default=[], max_length=_MOST_KEYWORDS, description="Callers' own words for it.", examples=[["路灯不亮", "灯杆"]]
    )


class CategoryPatch(_Work):
    """What of a category changes; what is not named stays. A limit that is given takes the place of the one there was."""

    parent_code: CategoryCode | None = Field(
        None, description="The category it now belongs to, with all below it; null: it becomes a first-level one.",
        examples=["urban"],
    )  # fmt: skip
    name_zh: str | None = Field(None, min_length=1, max_length=100, description="Its Chinese name.", examples=["路灯照明"])
    name_en: str | None = Field(None, min_length=1, max_length=100, description="Its English name.", examples=["Street lighting"])
    keywords: list[Keyword] | None = Field(
        None, max_length=_MOST_KEYWORDS, description="Callers' own words for it, all of them.", examples=[["路灯不亮", "灯杆"]]
    )

    @model_validator(mode="after")
    def _nothing_is_emptied_that_must_stand(self) -> Self:
        emptied = sorted(name for name in self.model_fields_set - _EMPTIED_BY_NULL if getattr(self, name) is None)
        if emptied:
            raise ValueError(f"cannot be null: {', '.join(emptied)}")
        return self

    def changes(self) -> dict[str, Any]:
        """The fields to set."""
        named = self.model_dump(exclude_unset=True)
        if any(named.get(name) is not None for name in LIMITS):
            return dict.fromkeys(LIMITS) | named
        return named


class CategoryImport(Input):
    """Categories to bring in at once; parents may stand before or after their children."""

    categories: list[CategoryEntry] = Field(min_length=1, max_length=1000, description="The categories.")


class CategoryRetirement(Input):
    """Takes a category out of use."""

    successor_code: CategoryCode | None = Field(
        None, description="The category in use that is to be chosen instead.", examples=["urban.sanitation"]
    )


class CategoryReinstatement(Input):
    """Brings a retired category back into use; its successor is forgotten."""
