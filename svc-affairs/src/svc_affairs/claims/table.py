"""Reads claims that people list in a CSV table, as all tables are read; pure."""

from collections.abc import Sequence

from pydantic import JsonValue, ValidationError

from chassis.errors import Invalid
from svc_affairs.claims.policy import POLICY
from svc_affairs.claims.schemas import ClaimEntry
from svc_affairs.sheets.columns import Column, headings_of, text
from svc_affairs.sheets.csv_reading import read_csv
from svc_affairs.sheets.errors import SheetUnreadable

COLUMNS: Sequence[Column] = (
    text("item_code", "事项编码"), text("centre_code", "中心编码"),
    text("window_code", "窗口编码"), text("telephone", "咨询电话"),
)  # fmt: skip
_NEEDED = ("item_code", "centre_code")
_MOST_FAULTS = 50


def read_claims(content: bytes) -> list[ClaimEntry]:
    """The rows in order, blank ones passed over. Raises SheetUnreadable, SheetTooLarge, and Invalid, which names rows."""
    table = read_csv(content, headings_of(COLUMNS), POLICY.most_rows)
    if not {*_NEEDED} <= {*table.fields}:
        raise SheetUnreadable(f"the first row must hold headings, among them: {', '.join(_NEEDED)}")
    if not table.rows:
        raise SheetUnreadable("there is no row below the headings")
    rows: list[ClaimEntry] = []
    faults: list[JsonValue] = []
    for index, row in enumerate(table.rows):
        try:
            rows.append(ClaimEntry.model_validate(row.cells))
        except ValidationError as error:
            for each in error.errors(include_url=False, include_input=False, include_context=False):
                pointer = "/".join(["/rows", str(index), *map(str, each["loc"])])
                faults.append({"pointer": pointer, "detail": f"row {row.number}: {each['msg']}"})
        if len(faults) >= _MOST_FAULTS:
            break
    if faults:
        raise Invalid(errors=faults[:_MOST_FAULTS])
    return rows
