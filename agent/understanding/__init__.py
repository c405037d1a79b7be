"""Understanding a question by rules: its times, feelings, people, events and what it wants to know."""
