"""A service centre's own system kept in step with government affairs over HTTP: a worked example, standard library alone.

`store` is the centre's database, `line` the way to the gateway, `agent` the loop between them. Take it as a recipe: the
rules it keeps are in docs/affairs-centre-integration.md.
"""
