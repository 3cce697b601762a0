"""The door of gov171: who asks is made known here, and every request goes from here to the service it is for."""
