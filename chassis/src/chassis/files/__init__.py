"""Files that people send, kept safely for whichever service takes them.

What a file is, is decided by its content; it is kept with its hash under a name of ours, and served so that no browser runs
it. The service keeps the row of each file and decides who may add, see and remove it; this keeps the contents.
"""
