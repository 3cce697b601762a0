"""What waits for the desk, a unit or a supervisor: tickets in the order in which their time runs out."""
