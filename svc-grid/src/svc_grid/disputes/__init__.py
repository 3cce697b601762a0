"""Mediation of disputes 矛盾调处: an application, its mediation in sessions, its agreement, and whether that is performed.

A dispute's parties are contacts: sealed, masked, known inside their dispute alone. Nobody finds or counts disputes by person.
All words of its record are kept under a key of its own, and the record is sealed 封存 at its end.
Emits dispute.applied, accepted, not_accepted, mediating, agreed, failed, followed_up, closed, withdrawn.
"""
