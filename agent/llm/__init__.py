"""A language model on an OpenAI-compatible endpoint, with the offline model behind it."""
