"""What the addresses of complaints, inspections and rectifications are aimed at in the permission matrix."""
