"""The archive: every event of every service, written down once, in the order of its stream. It announces nothing."""
