"""Readers of call records: from what a client's phone and carrier give to contacts, no further."""
