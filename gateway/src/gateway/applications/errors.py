"""What can go wrong with applications."""

from chassis.errors import Kind, Problem


class ApplicationUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such application", "应用不存在"


class ApplicationNameTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Another application has this name", "应用名称已被使用"


class TooManyKeys(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Two keys are live; revoke one first", "已有两个有效密钥，请先吊销其一"
