"""Which documents a case gets, and what their templates may ask for."""
