"""Perception: one file a tool, each with a constant named TOOL."""
