"""What keeps a Word document whole: rules of ECMA-376, and what branches may do to them."""
