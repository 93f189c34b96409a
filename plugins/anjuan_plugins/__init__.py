"""The kinds that anjuan ships, one module each, written as an outside author would write them."""
