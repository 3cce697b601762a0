"""The tree of territories 辖区: city, regiment, community, cell, building, entrance."""
