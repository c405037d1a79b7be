"""Storyreel watches a film and remembers it."""

__version__ = "0.1.0"
