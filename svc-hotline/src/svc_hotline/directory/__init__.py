"""The hotline's own copy of units and territories, fed by the grid's events."""
