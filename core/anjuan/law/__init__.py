"""The law through time: what was in force on a day, and what follows from it."""
