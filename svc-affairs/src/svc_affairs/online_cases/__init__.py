"""Online cases 办件: one application for one item, from its submission to its delivery."""
