"""What can go wrong with departments."""

from chassis.errors import Kind, Problem


class DepartmentUnknown(Problem):
    kind, title_en, title_zh = Kind.NOT_FOUND, "No such department", "部门不存在"


class DepartmentAlreadyThere(Problem):
    kind, title_en, title_zh = Kind.CONFLICT, "A department with this code exists already", "部门编码已存在"
