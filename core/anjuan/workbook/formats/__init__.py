"""Files of every format as named tables: what their cells hold, and what is wrong with them."""
