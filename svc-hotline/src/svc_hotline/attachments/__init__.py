"""Files put to a ticket 附件 by its caller or by staff.

What a file is, is decided by its content; it is kept with its hash under a name of ours, and served so that no browser runs
it. Content is kept as it came: a photograph's EXIF data, which can hold where and when it was taken, are
evidence of the matter and are not stripped, so who may see a file may see them too.
"""
