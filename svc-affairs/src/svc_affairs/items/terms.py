"""The words of items, in both languages."""

from chassis.terms import Term


class ItemKind(Term):
    """What sort of item it is 事项类型, by GB/T 39046 annex A; penalties are no items here."""

    LICENCE = "01", "行政许可", "Administrative licence"
    PAYMENT = "05", "行政给付", "Administrative payment"
    CONFIRMATION = "07", "行政确认", "Administrative confirmation"
    REWARD = "08", "行政奖励", "Administrative reward"
    ADJUDICATION = "09", "行政裁决", "Administrative adjudication"
    OTHER_POWER = "10", "其他行政权力", "Other administrative power"
    PUBLIC_SERVICE = "20", "公共服务", "Public service"


class ItemStatus(Term):
    """Where a version of an item stands."""

    DRAFT = "draft", "草稿", "Draft"
    PUBLISHED = "published", "已发布", "Published"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Channel(Term):
    """How an item can be applied for 办理渠道."""

    HALL = "hall", "办事大厅", "Service hall"
    WEB = "web", "网上办理", "Web"
    APP = "app", "移动端", "App"
    WECHAT = "wechat", "微信公众号", "WeChat"
    TERMINAL = "terminal", "自助终端", "Self-service terminal"
    POST = "post", "邮寄", "By post"
