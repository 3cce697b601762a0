"""Third-party applications: their keys, and the clocks that an administrator declares for a replay."""
