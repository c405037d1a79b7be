"""Serves a language model with vLLM, in an environment of its own."""
