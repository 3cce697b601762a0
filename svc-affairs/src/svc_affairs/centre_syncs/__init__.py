"""What a service centre's own system asks over HTTP: what changed since it asked last, and to take down what it did.

A pull is told by transactions and misses none that ends late; an entry of a push is done once, however often it is sent.
"""
