"""What the fields of an item are called, in Chinese and English, and how their values are read out. Pure."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from chassis.terms import Term
from svc_affairs.items.terms import (
    ApplicantKind,
    CaseType,
    Channel,
    ItemKind,
    ItemLevel,
    MaterialForm,
    MaterialSource,
    RegionScope,
    ResultKind,
    SpecialKind,
)  # fmt: skip

# Of the item itself, of its guide (`guide.`), and of the parts of a list (`materials.`).
LABELS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "name": ("事项名称", "name"),
        "kind": ("事项类型", "kind"),
        "department_code": ("所属部门", "department"),
        "level": ("行使层级", "level"),
        "base_code": ("基本目录编码", "base item"),
        "case_type": ("办件类型", "case type"),
        "applicant_kinds": ("服务对象", "who may apply"),
        "statutory_days": ("法定时限（工作日）", "statutory working days"),
        "promised_days": ("承诺时限（工作日）", "promised working days"),
        "materials": ("申请材料", "material"),
        "fee_fen": ("收费（分）", "fee in fen"),
        "legal_basis": ("设定依据", "legal basis"),
        "channels": ("办理渠道", "channels"),
        "visits": ("跑动次数", "visits"),
        "online_depth": ("网办深度", "online depth"),
        "region_scope": ("通办范围", "regional scope"),
        "is_in_hall": ("进驻大厅", "in a hall"),
        "is_open_to_centres": ("可由便民服务中心认领", "open to town centres"),
        "steps": ("办理环节", "step"),
        "special_procedures": ("特别程序", "special procedure"),
        "keywords": ("关键词", "keywords"),
        "guide.conditions": ("受理条件", "conditions"),
        "guide.halls": ("办理地点", "hall"),
        "guide.fees": ("收费项目", "fee"),
        "guide.results": ("办理结果", "result"),
        "guide.reasons_for_visits": ("到现场原因", "reasons for visits"),
        "guide.consultation_phone": ("咨询电话", "consultation phone"),
        "guide.complaint_phone": ("投诉电话", "complaint phone"),
        "guide.note": ("其他说明", "note"),
        "materials.name": ("名称", "name"),
        "materials.form": ("材料形式", "form"),
        "materials.copies": ("份数", "copies"),
        "materials.is_required": ("必要", "required"),
        "materials.source": ("来源渠道", "source"),
        "materials.issued_by": ("出具单位", "issued by"),
        "materials.dataset_code": ("免提交数据集", "data set it is obtained from"),
        "materials.template_url": ("空白表格", "blank"),
        "materials.note": ("填报须知", "note"),
        "steps.name": ("名称", "name"),
        "steps.stage": ("阶段", "stage"),
        "steps.department_code": ("办理部门", "department"),
        "steps.days": ("时限（工作日）", "working days"),
        "special_procedures.name": ("名称", "name"),
        "special_procedures.kind": ("种类", "sort"),
        "special_procedures.days": ("时限（工作日）", "working days"),
        "guide.halls.windows": ("窗口", "windows"),
        "guide.halls.address": ("地址", "address"),
        "guide.halls.hours": ("办公时间", "hours"),
        "guide.halls.phone": ("电话", "phone"),
        "guide.fees.fee_fen": ("金额（分）", "amount in fen"),
        "guide.fees.basis": ("收费依据", "basis"),
        "guide.results.kind": ("种类", "sort"),
        "guide.results.valid_years": ("有效期（年）", "valid for years"),
    }
)
_TERMS: Mapping[str, type[Term]] = MappingProxyType(
    {
        "kind": ItemKind,
        "level": ItemLevel,
        "case_type": CaseType,
        "applicant_kinds": ApplicantKind,
        "channels": Channel,
        "region_scope": RegionScope,
        "materials.form": MaterialForm,
        "materials.source": MaterialSource,
        "special_procedures.kind": SpecialKind,
        "guide.results.kind": ResultKind,
    }
)
_LONGEST_VALUE = 40


def value_zh(field: str, value: Any) -> str:
    """The value as a Chinese sentence has it."""
    if value is None or value == []:
        return "无"
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, list):
        return _short("、".join(value_zh(field, each) for each in value))
    return _short(_term(field, value).label_zh if field in _TERMS else str(value))


def value_en(field: str, value: Any) -> str:
    """The value as an English sentence has it."""
    if value is None or value == []:
        return "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return _short(", ".join(value_en(field, each) for each in value))
    return _short(_term(field, value).label_en if field in _TERMS else str(value))


def _term(field: str, value: str) -> Term:
    return next(each for each in _TERMS[field] if each == value)


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST_VALUE else text[: _LONGEST_VALUE - 1] + "…"
