"""Training of the small heads that ship with the tools."""
