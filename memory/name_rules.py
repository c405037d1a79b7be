"""What may be a person's name, whoever gives it."""

import re

LONGEST_NAME = 100
"""Letters; longer is a mistake."""
NUMBERED = re.compile(r"(?:p|person )(\d+)", re.IGNORECASE)
"""A character as its number names it."""
