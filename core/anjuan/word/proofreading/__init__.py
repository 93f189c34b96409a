"""Reading a Word template before it is used: every fault, with its place and a remedy."""
