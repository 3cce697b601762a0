"""A caller's earlier tickets, found by telephone for the desk that has the caller on the line.

It lists tickets and nothing else: no count, no score, no history of ratings. Every look is audited with its purpose.
"""
