"""The component register 部件: what the city has put up, with its class, place, owner and state; this service owns it.

Emits component.registered, changed, retired. Places and things alone: nothing of who lives or passes there.
"""
