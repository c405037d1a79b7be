"""Wording: plain sentences about what was found, one module for each kind of question."""
