"""What can go wrong with a file that is sent."""

from chassis.errors import Kind, Problem


class FileTypeNotTaken(Problem):
    """Names the extensions that are taken."""

    kind, title_en, title_zh = Kind.UNSUPPORTED, "Files of this type are not taken", "不接受此类型的文件"


class FileNotWhatItSays(Problem):
    """The content is of another type than the name's extension says."""

    kind, title_en, title_zh = Kind.INVALID, "The file's content is not what its name says", "文件内容与扩展名不符"


class FileNotSafe(Problem):
    """A document that carries macros, programs or other active parts."""

    kind, title_en, title_zh = Kind.INVALID, "The file holds macros or programs", "文件含有宏或可执行内容"


class FileEmpty(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The file is empty", "文件为空"


class FileTooLarge(Problem):
    kind, title_en, title_zh = Kind.TOO_LARGE, "The file is too large", "文件过大"


class NoStore(Problem):
    """The service's `..._ATTACHMENTS_URL` is not set."""

    kind, title_en, title_zh = Kind.UNAVAILABLE, "This service keeps no attachments", "未配置附件存储"


# What looking into a file may find.
REFUSALS = (FileEmpty, FileTooLarge, FileTypeNotTaken, FileNotWhatItSays, FileNotSafe)
