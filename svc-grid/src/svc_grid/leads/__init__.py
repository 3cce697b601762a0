"""The three leads 三长制 and the grid team 网格+N: who holds which post where, from when to when, and who stands in.

Staff and volunteers only, by their account; of residents there is nothing here. Emits lead.appointed, dismissed,
handed_over, absence_recorded and absence_ended.
"""
