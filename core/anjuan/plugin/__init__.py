"""Who offers what: kinds, steps, hooks, and the one manager that loads them."""
