"""One case as typed records: what every later step sees."""
