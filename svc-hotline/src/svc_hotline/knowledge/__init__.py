"""The knowledge base 知识库: what the desk answers callers with, approved, dated, kept in versions, found by a caller's words.

How well it is found is measured by tests/test_knowledge_recall.py: 48 published entries, 66 phrases as callers say them. Of
the 42 phrases at hand while the search was built, all find their entry among the first three (37 as the first); of the 24
that nothing was fitted to, 23 (22 as the first): recall@3 1.00 and 0.96. Without the words that mean the same (vocabulary.KIN)
it is 0.98 and 0.88. No event leaves it: each change is in the audit log, and entries are read by HTTP.
"""
