"""The words of packages, in both languages."""

from chassis.terms import Term


class PackageStatus(Term):
    """Where a package's version stands."""

    DRAFT = "draft", "草稿", "Draft"
    PUBLISHED = "published", "已发布", "Published"
    WITHDRAWN = "withdrawn", "已撤回", "Withdrawn"


class PackageAction(Term):
    """What is done with a package's version."""

    DRAFT = "draft", "起草", "Drafted"
    CHANGE = "change", "修改", "Changed"
    PUBLISH = "publish", "发布", "Published"
    REPLACE = "replace", "被新版本替代", "Replaced by the next version"
    WITHDRAW = "withdraw", "撤回", "Withdrawn"


class LifeEvent(Term):
    """The matter in a person's or a company's life that a package is for."""

    BIRTH = "birth", "出生", "Birth"
    SCHOOL = "school", "入学", "Going to school"
    WORK = "work", "就业", "Going to work"
    MARRIAGE = "marriage", "婚育", "Marriage and family"
    HOUSING = "housing", "安居", "Housing"
    ILLNESS = "illness", "就医", "Illness"
    DISABILITY = "disability", "助残", "Disability"
    RETIREMENT = "retirement", "退休", "Retirement"
    DEATH = "death", "身后", "Death in the family"
    OPENING = "opening", "企业开办", "Opening a business"
    RUNNING = "running", "企业经营", "Running a business"
    CLOSING = "closing", "企业注销", "Closing a business"
    OTHER = "other", "其他", "Other"
