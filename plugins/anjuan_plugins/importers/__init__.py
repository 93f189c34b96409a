"""Readers of what clients bring from their phones and carriers, written as an outsider would."""
