"""What stands in a template besides text and tags: fields, prompts, changes, an old name."""
