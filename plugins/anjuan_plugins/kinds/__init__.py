"""The kinds that anjuan ships, written as an outside author would write them."""
