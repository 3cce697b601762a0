"""Which unit a ticket goes to: rules kept as data, tried on past tickets before they go live."""
