"""PostgreSQL and NATS from wheels, for a machine that has neither: the local runner and the tests start them."""
