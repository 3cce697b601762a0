"""Do the hotline's routes stay flat? Tables of several sizes stand side by side, loaded by COPY, and are asked in turn."""

# The size that the larger ones are held against.
BASE = 100_000
