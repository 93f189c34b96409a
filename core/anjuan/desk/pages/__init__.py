"""The screens of the page, a module each."""
