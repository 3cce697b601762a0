"""The hotline's published figures, counted from what it holds."""
