"""What can go wrong with a whole message; what is wrong with one document stands in the receipt."""

from chassis.errors import Kind, Problem


class XmlRefused(Problem):
    """`code` says which rule, `path` where, `line` in which line of the message."""

    kind, title_en, title_zh = Kind.BAD_REQUEST, "This is no customs message that is read here", "报文无法受理"


class SenderDiffers(Problem):
    kind, title_en, title_zh = (
        Kind.FORBIDDEN,
        "The message names another sender than its account acts for",
        "报文传输企业与账号所属企业不一致",
    )


class MessageGuidReused(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This message guid stood on another message", "报文编号已用于其他报文"


class MessageUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such message", "报文不存在"
