"""What people are owed about their own data: to see it, to take it along, to have it put right, and to have it end."""
