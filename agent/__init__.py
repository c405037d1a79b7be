"""The agent: LangGraph graphs that watch a film, answer about it and tell its story."""
