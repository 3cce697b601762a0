"""The commands of ./gov171, one module a noun."""
