"""The marked copy: what is wrong, shown in the lawyer's own workbook; and taken over from there."""
