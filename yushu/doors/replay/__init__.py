"""The demonstration: invented people and a few months of casework, all through the one door."""
