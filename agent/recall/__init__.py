"""What memory says: one function for each way to ask it, all giving a `Found`."""
