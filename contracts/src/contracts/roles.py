"""The roles that principals act in; the gateway grants them, the services' routes ask for them."""

from enum import StrEnum


class Role(StrEnum):
    """What somebody may act as."""

    label_zh: str
    label_en: str

    def __new__(cls, value: str, label_zh: str, label_en: str) -> "Role":
        role = str.__new__(cls, value)
        role._value_ = value
        role.label_zh, role.label_en = label_zh, label_en
        return role

    ADMINISTRATOR = "administrator", "系统管理员", "Administrator"
    DESK = "desk", "热线坐席", "Hotline desk clerk"
    SUPERVISOR = "supervisor", "督办员", "Supervisor"
    UNIT = "unit", "承办单位人员", "Handling unit's staff"
    GRID_LEAD = "grid_lead", "网格长", "Grid lead"
    GRID_DESK = "grid_desk", "网格受理派遣员", "Grid desk: registers and assigns"
    INSPECTOR = "inspector", "核查员", "Inspector: verifies"
    MEDIATOR = "mediator", "调解员", "Mediator of disputes"
    MEDIATION_KEEPER = "mediation_keeper", "调解卷宗保管员", "Keeper of sealed mediation records"
    ITEM_EDITOR = "item_editor", "事项编辑员", "Item editor"
    ITEM_REVIEWER = "item_reviewer", "事项审核员", "Item reviewer: publishes what editors drafted"
    WINDOW = "window", "窗口人员", "Window clerk: takes cases in, asks for supplements, hands results out"
    APPROVER = "approver", "审批人员", "Approver: reviews and decides cases"
    CENTRE = "centre", "便民服务中心", "Town service centre: its staff and its own system"
    TRADE_DESK = "trade_desk", "跨境业务监管员", "Trade desk: releases, holds and returns declarations"
    TRADE_PARTY = "trade_party", "跨境业务申报方", "Trade party: sends its own kind of trade document"
    ANALYST = "analyst", "数据分析员", "Analyst: reads figures and archives"
    DEVICE_PLATFORM = "device_platform", "设备平台", "Device platform: reports its devices' alarms"
    PUBLIC = "public", "公众", "The anonymous public"
