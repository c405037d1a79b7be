"""A sample film, made, watched and asked about in one go."""
