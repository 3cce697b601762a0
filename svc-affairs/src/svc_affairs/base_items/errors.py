"""What can go wrong with base items, and with items that are held to them."""

from chassis.errors import Kind, Problem


class BaseItemUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such base item", "基本目录事项不存在"


class BaseItemAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "This base item exists already", "基本目录编码已存在"


class BaseActionNotPossible(Problem):
    """Names the state, the action, and what is possible now."""

    kind, title_en, title_zh = (
        Kind.CONFLICT,
        "The base item's state does not allow this action",
        "基本目录事项当前状态不允许此操作",
    )


class BaseCodeNotByProfile(Problem):
    """The code does not have the structure of the configured profile."""

    kind, title_en, title_zh = (
        Kind.INVALID,
        "The code does not follow the configured profile",
        "基本目录编码不符合所配置的编码规则",
    )


class BaseItemNotInUse(Problem):
    """The item names a base item that the catalogue does not have, or has no more."""

    kind, title_en, title_zh = Kind.INVALID, "The base item is not in use", "所引用的基本目录事项不存在或已取消"


class BaseKindDiffers(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The base item is of another kind", "事项类型与基本目录不一致"


class LevelNotOfBase(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The base item is not exercised at this level", "行使层级不在基本目录范围内"


class LongerThanBase(Problem):
    kind, title_en, title_zh = Kind.INVALID, "The statutory days exceed the base item's", "法定时限超过基本目录规定"


# How an item may fail to fit its base item.
MISFITS = (BaseItemNotInUse, BaseKindDiffers, LevelNotOfBase, LongerThanBase)
