"""Why somebody rates so: a list of reasons for each level, as data with a version. Some are for visits to a counter alone."""

from collections.abc import Sequence
from typing import NamedTuple

from svc_affairs.ratings.terms import Level, Occasion

VERSION = "2026-1"
_BOTH = (Occasion.RESULT, Occasion.COUNTER)
_THERE, _WHOLE = (Occasion.COUNTER,), (Occasion.RESULT,)


class Reason(NamedTuple):
    """One reason, of one level."""

    code: str
    level: Level
    label_zh: str
    label_en: str
    occasions: tuple[Occasion, ...] = _BOTH


_V, _S, _N, _D, _W = Level
REASONS: tuple[Reason, ...] = (
    Reason("a1", _V, "一次办结", "Done in one go"),
    Reason("a2", _V, "全程网上办理", "Done wholly online", _WHOLE),
    Reason("a3", _V, "不用提交已有的证明", "Nothing was asked for that the office has"),
    Reason("a4", _V, "可以就近办理", "It could be done nearby"),
    Reason("a5", _V, "服务热情、效率高", "Friendly and quick"),
    Reason("b1", _S, "一次性告知所需材料", "All that was needed was told at once"),
    Reason("b2", _S, "提前办结", "Done before it was promised"),
    Reason("b3", _S, "可以快递送达", "The result could be sent", _WHOLE),
    Reason("b4", _S, "等候时间短", "A short wait", _THERE),
    Reason("b5", _S, "服务态度好", "Friendly"),
    Reason("c1", _N, "在承诺时间内办结", "Done as promised"),
    Reason("c2", _N, "办事指南准确", "The guide was right"),
    Reason("c3", _N, "等候时间可以接受", "The wait was bearable", _THERE),
    Reason("c4", _N, "服务态度一般", "Neither friendly nor unfriendly"),
    Reason("d1", _D, "没有提供材料样本或清单", "No list or sample of materials"),
    Reason("d2", _D, "同样的材料多次提交", "The same material was asked for again"),
    Reason("d3", _D, "未在承诺时间内办结", "Not done as promised", _WHOLE),
    Reason("d4", _D, "同一事项跑了两次以上", "More than two visits"),
    Reason("d5", _D, "网上平台操作不便", "The site is hard to use", _WHOLE),
    Reason("d6", _D, "等候时间长", "A long wait", _THERE),
    Reason("d7", _D, "服务态度生硬", "Unfriendly"),
    Reason("e1", _W, "在办事指南之外增加条件", "Conditions that the guide does not name"),
    Reason("e2", _W, "要求办事指南之外的材料", "Materials that the guide does not name"),
    Reason("e3", _W, "无故超过法定时限", "Past the statutory time without a reason", _WHOLE),
    Reason("e4", _W, "多头跑窗口和部门", "Sent from one office to another"),
    Reason("e5", _W, "违规收费或指定中介", "Unlawful fees or imposed agents"),
    Reason("e6", _W, "无故不受理", "Not accepted without a reason"),
    Reason("e7", _W, "服务态度恶劣", "Rude"),
)


def offered(level: Level | None = None, occasion: Occasion | None = None) -> Sequence[Reason]:
    """Those of a level, of an occasion, or all."""
    return [
        each for each in REASONS
        if level in (None, each.level) and (occasion is None or occasion in each.occasions)
    ]  # fmt: skip


def strangers(level: Level, occasion: Occasion, codes: Sequence[str]) -> list[str]:
    """Codes that are none of this level's reasons for this occasion."""
    known = {each.code for each in offered(level, occasion)}
    return [code for code in codes if code not in known]
