"""How the lists of complaints, inspections and rectifications get their rows."""
