"""Items as files: whole lists of them come in from CSV or Excel, row by row judged, and go out again the same."""
