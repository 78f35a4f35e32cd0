"""What the addresses of orders, projects, employment and money are aimed at in the permission matrix."""
