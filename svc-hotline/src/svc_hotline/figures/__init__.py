"""The hotline's figures: counted with each step of a ticket, kept in cells, and provably equal to a recount."""
