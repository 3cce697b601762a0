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


class ItemLevel(Term):
    """At which level of government an item is exercised 行使层级, by GB/T 39046 annex A."""

    STATE = "1", "国家级", "State"
    PROVINCE = "2", "省级（兵团）", "Province"
    CITY = "3", "市级（师市）", "City"
    COUNTY = "4", "县级", "County"
    TOWN = "5", "镇级（团场）", "Town"
    VILLAGE = "6", "村级（连队、社区）", "Village"
    SHARED = "7", "分级管理", "Shared between levels"


class CaseType(Term):
    """How soon a case of it is decided 办件类型, by GB/T 39046 annex A."""

    INSTANT = "1", "即办件", "Decided on the spot"
    PROMISED = "2", "承诺件", "Decided within the promised time"
    OTHER = "9", "其他", "Other"


class ApplicantKind(Term):
    """Who may apply 服务对象."""

    PERSON = "person", "自然人", "Natural person"
    COMPANY = "company", "企业法人", "Company"
    INSTITUTION = "institution", "事业法人", "Public institution"
    ASSOCIATION = "association", "社会组织法人", "Social organisation"
    OTHER = "other", "其他组织", "Other organisation"


class RegionScope(Term):
    """From how far away it can be applied for 通办范围."""

    NONE = "none", "不通办", "Only where it is exercised"
    CITY = "city", "全市通办", "In the whole city"
    PROVINCE = "province", "全省（兵团）通办", "In the whole province"
    NATION = "nation", "全国通办", "In the whole country"


class MaterialForm(Term):
    """What of a material is brought 材料形式."""

    ORIGINAL = "original", "原件", "Original"
    COPY = "copy", "复印件", "Copy"
    ORIGINAL_AND_COPY = "original_and_copy", "原件及复印件", "Original and copy"
    ELECTRONIC = "electronic", "电子件", "Electronic"


class MaterialSource(Term):
    """Where a material comes from 来源渠道."""

    APPLICANT = "applicant", "申请人自备", "The applicant"
    GOVERNMENT = "government", "政府部门核发", "A government department"
    OTHER = "other", "其他", "Somebody else"


class SpecialKind(Term):
    """A special procedure 特别程序 that stops the clock, by GB/T 39046 annex A."""

    EXTENSION = "1", "延长审批", "Extended review"
    OTHER = "2", "其他", "Other"


class ResultKind(Term):
    """What comes out of a case 办理结果."""

    LICENCE = "licence", "证照", "Licence"
    APPROVAL = "approval", "批文", "Written approval"
    CERTIFICATE = "certificate", "证明", "Certificate"
    NONE = "none", "无", "Nothing in writing"


class ItemStatus(Term):
    """Where a version of an item stands."""

    DRAFT = "draft", "草稿", "Draft"
    UNDER_REVIEW = "under_review", "审核中", "Under review"
    SCHEDULED = "scheduled", "待生效", "Takes effect on its day"
    PUBLISHED = "published", "已发布", "Published"
    SUSPENDED = "suspended", "暂停办理", "Suspended"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class Action(Term):
    """What is done with a version of an item."""

    DRAFT = "draft", "起草", "Drafted"
    CHANGE = "change", "修改", "Changed"
    SUBMIT = "submit", "提交审核", "Submitted for review"
    REJECT = "reject", "审核退回", "Sent back with reasons"
    PUBLISH = "publish", "审核通过并发布", "Approved and published"
    SCHEDULE = "schedule", "审核通过待生效", "Approved for a later day"
    TAKE_OVER = "take_over", "到期生效", "Took effect on its day"
    SUSPEND = "suspend", "暂停办理", "Suspended"
    RESUME = "resume", "恢复办理", "Resumed"
    WITHDRAW = "withdraw", "撤回", "Withdrawn"
    REPLACE = "replace", "被新版本替换", "Replaced by another version"


class Sorting(Term):
    """In which order items are listed."""

    RELEVANCE = "relevance", "按相关度", "By relevance"
    NEWEST = "newest", "按时间", "The newest first"


class Channel(Term):
    """How an item can be applied for 办理渠道."""

    HALL = "hall", "办事大厅", "Service hall"
    WEB = "web", "网上办理", "Web"
    APP = "app", "移动端", "App"
    WECHAT = "wechat", "微信公众号", "WeChat"
    TERMINAL = "terminal", "自助终端", "Self-service terminal"
    POST = "post", "邮寄", "By post"
