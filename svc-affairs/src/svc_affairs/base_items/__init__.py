"""Base items 基本目录: what the state's catalogue allows to be done at all, which implementation lists (`items`) are held to."""
