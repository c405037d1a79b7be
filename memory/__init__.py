"""The memory: what was found in a film, kept as facts (SQLite) and vectors (Chroma)."""
