"""A whole run: every case made, filed and listed."""
