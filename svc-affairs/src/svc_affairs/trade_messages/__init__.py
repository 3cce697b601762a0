"""The customs' XML messages of cross-border trade: CEB 311, 411, 511, 621, 623, 625 in, and their receipts out."""
