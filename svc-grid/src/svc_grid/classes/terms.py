"""Words of the case classes."""

from chassis.terms import Term


class Nature(Term):
    """What kind of matter a class is of."""

    COMPONENT = "component", "部件", "Component"
    EVENT = "event", "事件", "Event"
    COMMUNITY = "community", "社区事项", "Community matter"


class Evidence(Term):
    """What a condition is shown by."""

    PHOTO = "photo", "照片", "Photograph"
    VIDEO = "video", "视频", "Video"
    MEASUREMENT = "measurement", "测量数据", "Measurement"
    DOCUMENT = "document", "书面材料", "Document"
    DEVICE = "device", "设备告警", "Device alarm"


class ResponsibleBy(Term):
    """By what the unit is found that usually handles a class."""

    TERRITORY = "territory", "属地单位", "The territory's unit"
    COMPONENT_OWNER = "component_owner", "部件责任单位", "The component's unit"
    UNIT = "unit", "指定单位", "A unit that is named"


class Change(Term):
    """What made a version of a class."""

    CARRY_OVER = "carry_over", "初始", "There from the beginning"
    ADD = "add", "新增", "Added"
    CHANGE = "change", "修改", "Changed"
    IMPORT = "import", "批量导入", "Brought in"
    RETIRE = "retire", "停用", "Retired"
