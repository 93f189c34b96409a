"""An office's own tables put into ours: proposed, written for the lawyer, read again, applied."""
