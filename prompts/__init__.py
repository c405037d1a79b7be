"""Prompts as files, and the strict loader that fills them."""
