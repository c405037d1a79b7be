"""The story of a film: what it is told from, the templates, and a served language model that writes it."""
