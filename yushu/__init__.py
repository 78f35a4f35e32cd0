"""育数: one province's digital-engineer training programme, from the annual plan to the last yuan."""
