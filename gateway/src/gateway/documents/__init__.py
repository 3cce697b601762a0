"""One OpenAPI document for the whole house, and pages that show it without the internet."""
