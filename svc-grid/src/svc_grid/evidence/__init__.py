"""Evidence of a case 现场照片: files from before it was handled, from after, and others.

What the lifecycle may demand before a case goes on, `service` answers, which imports nothing of the cases; `putting` holds
the use cases that do. Adding a file is no step of the case: its version and its state stay, the row says who and when.
"""
