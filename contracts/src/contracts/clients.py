"""How the gateway tells services one client from another where nobody says who asks."""

# What it holds is drawn anew by each gateway process and leads back to nobody; it is good for counting and for nothing else.
CLIENT_HEADER = "gov171-client"
