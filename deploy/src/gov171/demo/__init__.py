"""The acceptance replay: the published year of the city, driven through the public API, and compared with its figures."""
