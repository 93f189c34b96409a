"""What a case shows, whoever reads of it: pure functions over rows, without law or wording."""
