"""What can go wrong, as a tree.

StoryreelError            one line for the user: what failed and what to do; exit code 1
├── MediaError            a film, sound or subtitle file that cannot be used
├── WeightsError          model weights missing, damaged or out of reach
├── LibraryError          the film library: unknown film, newer version, no space, in use
├── QuestionError         a question, name or time that means nothing for this film
├── LanguageModelError    a language model that cannot be reached or used
└── ToolError             a perception tool that could not do its work; also shown to the model

Everything else is a defect and crashes loudly.
"""


class StoryreelError(Exception):
    """The root: its message is one line, fit to show to the user as it is."""


class MediaError(StoryreelError):
    """A film, sound or subtitle file cannot be used."""


class WeightsError(StoryreelError):
    """Model weights are missing, damaged or out of reach."""


class LibraryError(StoryreelError):
    """The film library cannot do what was asked."""


class QuestionError(StoryreelError):
    """The request names a person, time or emotion that this film does not have."""


class LanguageModelError(StoryreelError):
    """A language model's server cannot be reached, or does not do what it must."""


class ToolError(StoryreelError):
    """A perception tool could not do its work on this input; another may."""
