"""What may be taught and assessed, by whom and how many: occupations, standards, listings, the yearly plan."""
