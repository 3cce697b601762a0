"""The kinds of field that trade documents are made of."""

import re
from decimal import Decimal
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, StringConstraints
from pydantic_core import PydanticCustomError

from svc_affairs.trade_documents.limits import LIMITS


def _known(currency: str) -> str:
    if currency not in LIMITS.currencies:
        raise PydanticCustomError("currency_not_taken", "Only these currencies are taken: {taken}", {"taken": _taken()})
    return currency


def _taken() -> str:
    return ", ".join(sorted(LIMITS.currencies))


def _written_one_way(number: SecretStr) -> SecretStr:
    """Capital letters and no space round it, so that one person's number has one hash."""
    return SecretStr(number.get_secret_value().strip().upper())


def _plain(value: Any) -> Any:
    """A number as text has digits and one point: Decimal itself would read exponents, underscores and wide digits too."""
    if isinstance(value, str) and re.fullmatch(r"-?[0-9]{1,30}(?:\.[0-9]{1,30})?", value.strip(), re.ASCII) is None:
        raise PydanticCustomError("number_not_plain", "A number is written with digits and at most one point")
    return value


Guid = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,64}$")]
# Customs registration codes have 10 characters, unified social credit codes 18, platform marks up to 50.
PartyCode = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{4,50}$")]
Number = Annotated[str, StringConstraints(pattern=r"^[!-~]{1,60}$")]
Name = Annotated[str, StringConstraints(min_length=1, max_length=100)]
PersonName = Annotated[str, StringConstraints(min_length=1, max_length=60)]
GoodsName = Annotated[str, StringConstraints(min_length=1, max_length=250)]
Reason = Annotated[str, StringConstraints(min_length=1, max_length=1000)]
GoodsInfo = Annotated[str, StringConstraints(min_length=1, max_length=200)]
GoodsCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{10}$")]
ItemNo = Annotated[str, StringConstraints(min_length=1, max_length=60)]
CustomsCode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
TradeMode = Annotated[str, StringConstraints(pattern=r"^[0-9]{4}$")]
Country = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{3}$")]
Unit = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z]{1,3}$")]
Currency = Annotated[str, StringConstraints(pattern=r"^[0-9A-Z]{3}$"), AfterValidator(_known)]
IdNumber = Annotated[SecretStr, Field(min_length=1, max_length=60), AfterValidator(_written_one_way)]
Money = Annotated[Decimal, BeforeValidator(_plain), Field(ge=0, max_digits=LIMITS.digits, decimal_places=LIMITS.decimals)]
Weight = Annotated[Decimal, BeforeValidator(_plain), Field(ge=0, max_digits=LIMITS.digits, decimal_places=LIMITS.decimals)]
Quantity = Annotated[Decimal, BeforeValidator(_plain), Field(gt=0, max_digits=LIMITS.digits, decimal_places=LIMITS.decimals)]
LineNo = Annotated[int, Field(ge=1, le=9999)]
Pieces = Annotated[int, Field(ge=1, le=999_999)]
