"""What counts as a copy of a film's lines, and what as a sentence of a model's own."""

from storyreel.agent.story import Story, StoryCitation, StorySentence
from storyreel.agent.storyline.records import StoodIn
from storyreel.eval.retelling import measured

LINES = ["The harbour is on fire!", "I never lied about the map.\nNot once."]


def story(*texts: str, stood_in: tuple[int, ...] = ()) -> Story:
    """These sentences."""
    cited = (StoryCitation(start_s=0, end_s=1),)
    told = tuple(StorySentence(text=text, citations=cited) for text in texts)
    instead = (StoodIn(sentences=stood_in, reason="asked for"),) if stood_in else ()
    return Story(film="f", length="scenes", sentences=told, dropped=("Gone.",), model="m", stood_in=instead)


def test_a_line_that_is_only_introduced_is_a_copy():
    found = measured(story("Ben says: “The harbour is on fire!”", "Ben never lied about the map."), LINES)
    assert (found.own, found.copied, found.longest_runs) == (0, 2, (5, 5))


def test_a_short_line_after_many_words_is_a_copy_too():
    found = measured(
        story("Later that evening, Ben tells Anna and the mate, “Not once, I say”."), ["Not once."]
    )
    assert (found.own, found.copied) == (0, 1)


def test_a_line_that_is_told_in_other_words_is_not():
    found = measured(
        story("Ben warns Anna of a fire in the harbour.", "Anna swears she told the truth."), LINES
    )
    assert (found.own, found.copied, found.dropped) == (2, 0, 1)


def test_what_templates_tell_is_no_sentence_of_the_model():
    found = measured(story("Ben says: “The harbour is on fire!”", "Ben fears a fire.", stood_in=(1,)), LINES)
    assert (found.own, found.copied, found.by_template) == (1, 0, 1)
