"""What can go wrong with claims."""

from chassis.errors import Kind, Problem


class ClaimUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such claim", "认领记录不存在"


class AlreadyClaimed(Problem):
    """Names the claim by which the centre has the item."""

    kind, title_en, title_zh = Kind.CONFLICT, "The centre has this item already", "该中心已认领此事项"


class ItemNotOpenToCentres(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "The item is not open to centres", "该事项未向便民服务中心开放"


class ClaimActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = Kind.CONFLICT, "The claim's state does not allow this action", "认领当前状态不允许此操作"


class ItemNotClaimed(Problem):
    """`why`: not_claimed, suspended, item_not_open or centre_not_open."""

    kind, title_en, title_zh = Kind.CONFLICT, "The centre does not take cases of this item in", "该中心未受理此事项"


class NotYourCentre(Problem):
    kind, title_en, title_zh = Kind.FORBIDDEN, "You do not act for this centre", "无权代表该便民服务中心"


class WindowUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The centre has no such window", "该中心没有此窗口"
