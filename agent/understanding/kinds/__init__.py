"""The kinds of question, as rules."""
