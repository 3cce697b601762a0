"""What can go wrong with components."""

from chassis.errors import Kind, Problem


class ComponentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "There is no such component", "部件不存在"


class ComponentTaken(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A component with this code exists already", "部件编码已存在"


class ComponentUnsound(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The component's entry has faults", "部件数据有误"


class ComponentActionNotPossible(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This is not possible in the component's state", "部件当前状态不允许此操作"
