"""One cell: its text, and what it is read as, a module for each sort of value."""
