"""Wrappers of the models that several tools share; weights and heavy imports load on first use."""
