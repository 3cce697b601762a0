"""The 12345 hotline: every request of a citizen becomes a ticket, and every ticket gets an answer."""
