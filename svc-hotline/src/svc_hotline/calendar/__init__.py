"""Working time: the city's own copy of the official calendar, and deadlines counted by it."""
