"""Changes of the tree of territories 辖区调整: redrawn, merged, split, moved, retired; at once or on a day to come."""
