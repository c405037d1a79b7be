"""Opening, decoding and reading films, their sound and their subtitles."""
