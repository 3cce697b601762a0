"""Items as files: whole lists of them come in from CSV or Excel, row by row judged, are approved as one, and go out again.

Announces ItemImportChangedV1; each item's own events are those of `items`.
"""
