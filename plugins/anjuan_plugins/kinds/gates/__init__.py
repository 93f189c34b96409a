"""What keeps a paper from being written: the rules of several kinds, each at its cell."""
