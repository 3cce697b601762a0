"""Ratings 好差评: one for a case as a whole 一事一评, and one for each visit to a counter 一次一评.

A row is made with the invitation and rated at most once; who does not rate in time has given no rating. `service` is what
other slices call; `giving` and `doors` are how somebody rates. Events: rating.invited, rating.given, rating.lapsed.
"""
