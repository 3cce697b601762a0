"""The words of materials, in both languages."""

from chassis.terms import Term


class MaterialStatus(Term):
    """Where a material of a case stands."""

    AWAITED = "awaited", "待交", "Not brought yet"
    PROVIDED = "provided", "已交", "Brought, not checked yet"
    TAKEN_FROM_HUB = "taken_from_hub", "免提交（数据共享）", "Need not be brought: the data hub has it"
    ACCEPTED = "accepted", "合格", "Checked, and in order"
    FAULTY = "faulty", "需补正", "To be put right"
    WAIVED = "waived", "容缺", "Waived for now"


class MaterialAction(Term):
    """What is done with a material."""

    PROVIDE = "provide", "提交", "Brought"
    TAKE_BACK = "take_back", "撤回", "Its last file was deleted"
    ACCEPT = "accept", "核验合格", "Found in order"
    FAULT = "fault", "要求补正", "Found faulty"
    WAIVE = "waive", "容缺受理", "Waived for now"
    ANSWER = "answer", "已补正", "The supplement was answered"


class MaterialVerdict(Term):
    """What a check says of a material."""

    ACCEPTED = "accepted", "合格", "In order"
    FAULTY = "faulty", "需补正", "To be put right"
    WAIVED = "waived", "容缺", "Waived for now"
