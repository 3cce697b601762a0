"""What can go wrong with disputes."""

from chassis.errors import Kind, Problem


class DisputeUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such dispute", "纠纷不存在"


class DisputeActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible in the dispute's state", "纠纷当前状态不允许此操作"


class NotYourDispute(Problem):
    kind, title_en, title_zh = (
        Kind.FORBIDDEN,
        "Only its desk and its mediator work on a dispute",
        "仅受理人员和承办调解员可办理该纠纷",
    )


class DisputePlaceUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such territory", "辖区不存在"


class CaseUnfit(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such case of a dispute", "关联案件不存在或不属矛盾纠纷"


class PartyUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such party in this dispute", "当事人编号不存在"


class NotTheApplicant(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Only an applicant withdraws an application", "仅申请人可撤回申请"


class MediatorUnfit(Problem):
    kind, title_en, title_zh = Kind.INVALID, "There is no such active mediator", "调解员不存在或已停用"


class MediatorAssigned(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A mediator is assigned; replace that one", "已指派调解员，请办理更换"


class MediatorMissing(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "No mediator is assigned", "尚未指派调解员"


class NotTheMediator(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "The assigned mediator alone declares this", "仅承办调解员本人可作声明"


class InterestsNotDeclared(Problem):
    kind, title_en, title_zh = (
        Kind.CONFLICT,
        "The mediator has not declared to be free of interests",
        "调解员尚未作无利益冲突声明",
    )


class ExtensionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "It cannot be extended again, or any more", "已延期或已逾期，不能再延期"


class SessionUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such session", "调解会不存在"


class SessionRecorded(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This session was recorded before", "调解会已有记录"


class SessionInPast(Problem):
    kind, title_en, title_zh = Kind.INVALID, "A session is planned ahead", "调解会时间须在将来"


class SessionNotYet(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This session is still to come", "调解会时间未到"


class ObligationInPast(Problem):
    kind, title_en, title_zh = Kind.INVALID, "An obligation was due before it was promised", "履行期限不得早于协议日"


class ObligationUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such obligation", "履行事项不存在"


class ObligationsOpen(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "Obligations have no outcome yet", "尚有履行事项未记录结果"


class DocumentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such document", "协议书不存在"


class RecordSealed(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "The record is sealed", "卷宗已封存"


class RecordErased(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "The record was erased when its retention ended", "卷宗已到期销毁"
