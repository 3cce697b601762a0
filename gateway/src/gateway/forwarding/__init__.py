"""Sends each request to the service that it is for, with a token that says who asks."""
