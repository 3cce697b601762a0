"""Units 单位: who is responsible."""
