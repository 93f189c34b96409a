"""A Word document as pages of a browser, from its very bytes."""
