"""Word templates: a safe language, compiled, rendered and proved. Knows no case and no law."""
