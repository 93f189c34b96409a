"""How papers say it: sentences that several kinds share, in the words of who reads them."""
