"""Kinds tried out by their authors: on sound rows, with what their papers must say."""
