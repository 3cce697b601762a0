"""What may have made a version of a territory."""

from chassis.terms import Term


class VersionKind(Term):
    """Why a territory is as it is from then on."""

    CARRIED_OVER = "carried_over", "既有", "There before versions were kept"
    REGISTERED = "registered", "登记", "Entered"
    CORRECTED = "corrected", "更正", "Entered otherwise"
    REDRAW = "redraw", "重划", "Redrawn"
    MERGE = "merge", "合并", "Merged"
    SPLIT = "split", "拆分", "Split"
    MOVE = "move", "改隶", "Moved to another parent"
    RETIRE = "retire", "撤销", "Retired"
