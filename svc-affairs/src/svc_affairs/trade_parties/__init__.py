"""Parties of cross-border trade: who sends orders, payments, waybills and lists, and which account acts for each."""
