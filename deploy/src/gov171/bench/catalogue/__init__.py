"""How long does a city's whole list of items take to come in, to be published as one, and to go out again?"""

# How many items the list has for which time is allowed.
COUNT = 3_000
