"""Sheets: tables that people make and read, as CSV and as Excel workbooks; what a cell may hold is told in `cells`."""
