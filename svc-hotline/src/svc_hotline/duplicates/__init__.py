"""Which tickets are likely about the same matter 疑似重复: offered to the desk with reasons, never decided for it."""
