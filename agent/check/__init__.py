"""The check: no sentence of an answer stands that the film does not support."""
