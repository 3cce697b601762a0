"""What can go wrong at Open311."""

from chassis.errors import Kind, Problem


class JurisdictionUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "This jurisdiction_id is not served here", "jurisdiction_id 不存在"


class ServiceUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "This service_code was not found", "service_code 不存在"


class ServiceNotOffered(Problem):
    kind, title_en, title_zh = Kind.INVALID, "This service_code is not offered", "service_code 未开放"


class RequestUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "This service_request_id was not found", "service_request_id 不存在"


class TokenUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "This token was not found", "token 不存在"


class KeyNeeded(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "An api_key is needed for this", "需要有效的 api_key"


class AnswersWrong(Problem):
    """Names each attribute with what is wrong about it."""

    kind, title_en, title_zh = Kind.INVALID, "Attributes are missing or wrong", "扩展属性缺失或有误"


class WindowTooLong(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The dates span more than may be asked for", "时间范围过长"


class WindowBackwards(Problem):
    kind, title_en, title_zh = Kind.INVALID, "end_date lies before start_date", "end_date 早于 start_date"


class UpdateRepeated(Problem):
    kind, title_en, title_zh = Kind.BAD_REQUEST, "This update_id was sent before", "update_id 重复"
