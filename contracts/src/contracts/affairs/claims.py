"""Claims 认领 of items by town service centres."""
