"""How many tokens a text takes, guessed to the safe side: only the server can count them."""

import string

LETTERS_PER_TOKEN = 3.5
"""Of Latin letters and blanks; English text has about four."""
_LETTERS = (string.ascii_letters + string.whitespace).encode()


def tokens_of(text: str) -> int:
    """About so many at most: each digit and sign is one, as in clock times, and each byte of other scripts.

    A vocabulary that does not know a script falls back on its bytes (Radford et al., "Language Models are
    Unsupervised Multitask Learners", 2019).
    """
    written = text.encode("utf-8", "surrogatepass")
    signs = len(written.translate(None, _LETTERS))
    return signs + round((len(written) - signs) / LETTERS_PER_TOKEN)
