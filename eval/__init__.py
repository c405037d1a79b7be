"""Suites, metrics, benchmarks and the training of the small heads."""
