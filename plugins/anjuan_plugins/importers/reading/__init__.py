"""What readers of call records do once a file is theirs: loaded only then."""
