"""What can go wrong with documents."""

from chassis.errors import Kind, Problem


class DocumentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such document", "文书不存在"


class DocumentRevoked(Problem):
    """It was revoked already: a document is revoked once, and replaced at most by one."""

    kind, title_en, title_zh = Kind.CONFLICT, "The document is revoked", "文书已被撤销"


class DocumentWithoutFile(Problem):
    """It was issued while the service kept no files, or its retention has ended."""

    kind, title_en, title_zh = Kind.NOT_FOUND, "The document has no file", "该文书没有电子文件"


class NothingToVerify(Problem):
    kind, title_en, title_zh = Kind.INVALID, "Give a number, a code or a file's SHA-256", "请提供文书编号、验证码或文件摘要"


class CodeMistyped(Problem):
    """Its check letters do not fit: a slip of the finger, not a forgery."""

    kind, title_en, title_zh = Kind.INVALID, "The verification code is mistyped", "验证码输入有误，请核对后重试"
