"""What the cases come to in numbers: by place, class, unit, stage and light, kept step by step and equal to a recount."""
