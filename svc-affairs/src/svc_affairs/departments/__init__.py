"""Departments 部门: who offers items. Entering one announces DepartmentRegisteredV1."""
