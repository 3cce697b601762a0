"""What can go wrong with the parties of cross-border trade."""

from chassis.errors import Kind, Problem


class PartyUnknown(Problem):
    """To who sends, not to who keeps the register."""

    kind, title_en, title_zh = (
        Kind.FORBIDDEN,
        "This account acts for no party of cross-border trade",
        "该账号未登记为跨境业务企业",
    )


class PartySuspended(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "This party is suspended", "该企业已被暂停"


class KindNotAllowed(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "This party may not send this kind of document", "该企业无权申报此类单证"


class PartyNotFound(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such party", "企业不存在"


class PartyCodeTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A party with this code is registered already", "该企业代码已登记"


class AccountTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This account acts for a party already", "该账号已代表某企业"


class StepNotPossible(Problem):
    """Names the status, the step, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The party's status does not allow this", "企业当前状态不允许此操作"
