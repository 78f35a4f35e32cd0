"""How the lists of orders, projects, employment, settlements, payments and recoveries get their rows."""
