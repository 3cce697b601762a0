"""What can go wrong with centres."""

from chassis.errors import Kind, Problem


class CentreUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such centre", "便民服务中心不存在"


class CentreAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A centre with this code exists already", "便民服务中心编码已存在"


class CentreOfUnitTaken(Problem):
    """Names the centre that the unit has."""

    kind, title_en, title_zh = Kind.CONFLICT, "This unit has another centre", "该单位已有便民服务中心"


class CentreUnitUnknown(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The centre's unit does not exist, or is no more", "所属单位不存在或已撤销"


class CentreTakesNoCases(Problem):
    """It is closed, or its unit is no more."""

    kind, title_en, title_zh = Kind.CONFLICT, "The centre takes no new cases", "该便民服务中心已停止受理"
