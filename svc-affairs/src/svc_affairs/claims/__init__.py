"""Claims 认领: a centre takes on an item that is open to centres, and can then take cases of it in.

A centre has an item once. A claim that is given back takes no new cases; those that run go on, and taken on again it is another
claim. Emits ItemClaimedV1, ClaimChangedV1 and ClaimWithdrawnV1.
"""
