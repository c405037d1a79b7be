"""A story whose every sentence is proved by the times it cites."""

import itertools
import re
from pathlib import Path

import pytest

from storyreel.agent.ask import ask
from storyreel.agent.story import Story, StorySentence, tell
from storyreel.errors import QuestionError
from storyreel.memory.characters import characters
from storyreel.memory.facts import Work
from storyreel.memory.library import Library
from storyreel.memory.records import Caption, Film, PersonCluster, Segment, Span, Utterance
from storyreel.memory.timeline import presence
from tests.agent.conftest import line, track

HOUR_S = 3600.0


def quotations(sentence: StorySentence) -> list[str]:
    return re.findall(r"“([^”]+)”", sentence.text)


def proves(sentence: StorySentence, library: Library, film: Film) -> bool:
    """Whether each quotation is said within the sentence's own citations."""
    said = " ".join(
        " ".join(line.words.split())
        for one in sentence.citations
        for line in library.facts.find(film.id, Utterance, Span(start_s=one.start_s, end_s=one.end_s))
    )
    return all(words.rstrip(",") in said for words in quotations(sentence))


@pytest.mark.parametrize("length", ["logline", "synopsis", "scenes"])
def test_every_sentence_is_proved_by_what_it_cites(library: Library, voyage: Film, length):
    story = tell(library, voyage, length)
    assert (story.film, story.length, story.dropped) == (voyage.id, length, ())
    assert story.sentences
    for sentence in story.sentences:
        assert sentence.citations
        assert proves(sentence, library, voyage)


def test_a_logline_names_the_people_and_what_is_talked_of(library: Library, voyage: Film):
    first = tell(library, voyage, "logline").sentences[0].text
    assert first == (
        "The Voyage, 1 minute long, follows Anna and Ben, "
        "and there is talk of Corvo, the island and the harbour."
    )


def test_a_synopsis_goes_from_beginning_to_end(library: Library, voyage: Film):
    story = tell(library, voyage)
    starts = [sentence.citations[0].start_s for sentence in story.sentences]
    assert starts == sorted(starts)
    assert starts[0] < 15
    assert starts[-1] > 45
    assert story.sentences[0].text.startswith("At first, ")
    assert story.sentences[-1].text.startswith("In the end, ")
    assert any("treasure of Corvo" in sentence.text for sentence in story.sentences)


def test_scenes_are_told_one_after_another(library: Library, voyage: Film):
    texts = [sentence.text for sentence in tell(library, voyage, "scenes").sentences]
    assert texts[0] == "Anna and Ben are there."
    assert "Anna, Ben and Person 3 are there." in texts


@pytest.mark.parametrize("length", ["logline", "synopsis", "scenes"])
def test_nothing_is_told_of_what_happens_later(library: Library, voyage: Film, length):
    story = tell(library, voyage, length, spoilers_until_s=20)
    assert all(one.end_s <= 20 for sentence in story.sentences for one in sentence.citations)
    assert "Person 3" not in story.as_text()
    assert "two days" not in story.as_text()


def test_until_the_very_start_there_is_nothing_to_tell(library: Library, voyage: Film):
    with pytest.raises(QuestionError, match="Nothing happens before 0:00"):
        tell(library, voyage, spoilers_until_s=0)


def test_the_text_names_the_times(library: Library, voyage: Film):
    assert "“We found it! The treasure of Corvo!” (0:47–0:50" in tell(library, voyage).as_text()


@pytest.fixture
def heard(library: Library) -> Film:
    """An hour that is only heard: a line every 20 s, some small talk, some with names."""
    film = Film(
        id="0123456789ab",
        title="Radio play",
        path=str(Path("/nowhere/play.srt")),
        content_hash="cd" * 32,
        duration_s=HOUR_S,
    )
    library.add(film)
    words = (
        "Yes, I know.",
        "All right, then.",
        "They say that Marlow sank the ship at Corvo.",
        "Thank you.",
        "Who told you that Marlow had the map?",
        "Well, good night.",
    )
    lines = [
        Utterance(
            span=Span(start_s=20 * place, end_s=20 * place + 3),
            utterance_id=f"u{place}",
            words=words[place % len(words)] + (f" Number {place}." if place % 3 == 2 else ""),
            source="subtitles",
        )
        for place in range(180)
    ]
    library.facts.commit(
        Work(film_id=film.id, tool="dialogue", version="1", inputs="", span=film.span), lines
    )
    return film


def test_nobody_is_to_be_seen_in_a_film_that_is_only_heard(library: Library, heard: Film):
    assert ask(library, heard, "Who is on screen at 0:30?").answer.startswith("The film has no picture")


def test_a_film_that_is_only_heard_has_a_story_spread_over_it(library: Library, heard: Film):
    story = tell(library, heard)
    starts = [sentence.citations[0].start_s for sentence in story.sentences]
    assert len(starts) >= 8
    assert max(later - earlier for earlier, later in itertools.pairwise(starts)) < HOUR_S / 4
    assert all("Marlow" in sentence.text for sentence in story.sentences)


def test_a_long_film_is_told_in_a_paragraph_an_act(library: Library, heard: Film):
    story = tell(library, heard)
    paragraphs = story.as_text().splitlines()
    assert story.dropped == ()
    assert [one.split(": ")[0] for one in paragraphs] == [
        "0:00–15:00",
        "15:00–30:00",
        "30:00–45:00",
        "45:00–1:00:00",
    ]
    assert [one.split(": ")[1].split(",")[0] for one in paragraphs] == [
        "At first",
        "Then",
        "Later",
        "At last",
    ]
    for one in paragraphs:
        assert 0 < one.count("“") <= 2


def test_scenes_of_a_film_that_is_only_heard_tell_few_lines_and_no_small_talk(library: Library, heard: Film):
    story = tell(library, heard, "scenes")
    by_scene = itertools.groupby(story.sentences, key=lambda one: one.scene)
    told = [(scene, list(sentences)) for scene, sentences in by_scene]
    assert all(scene is not None and len(own) <= 3 for scene, own in told)
    assert all("Marlow" in sentence.text for _, own in told for sentence in own)
    assert [scene.start_s for scene, _ in told] == sorted({scene.start_s for scene, _ in told})
    assert story.dropped == ()


def test_scenes_leave_no_key_event_out_and_no_time_untold(library: Library, heard: Film):
    synopsis, scenes = (tell(library, heard, length).sentences for length in ("synopsis", "scenes"))
    told = {cited for one in scenes for cited in one.citations}
    quoted = [one for one in synopsis if "“" in one.text or "says that" in one.text]
    assert quoted
    assert all(one.citations[0] in told for one in quoted)
    spans = list(dict.fromkeys((one.scene.start_s, one.scene.end_s) for one in scenes if one.scene))
    assert all(end_s == start_s for (_, end_s), (start_s, _) in itertools.pairwise(spans))
    assert (spans[0][0], spans[-1][1]) == (0, HOUR_S)


def test_each_scene_is_a_paragraph_that_begins_with_its_times(library: Library, voyage: Film):
    lines = tell(library, voyage, "scenes").as_text().splitlines()
    assert lines
    assert all(re.match(r"\d+:\d\d–\d+:\d\d: ", line) for line in lines)


def test_a_question_is_told_with_the_words_that_follow_it(library: Library, film: Film, commit):
    said = ["Where did they hide the stolen treasure?", "Under the old harbour bridge."]
    lines = [
        Utterance(
            span=Span(start_s=10 + 2 * at, end_s=12 + 2 * at),
            utterance_id=f"u{at}",
            words=words,
            source="subtitles",
        )
        for at, words in enumerate(said)
    ]
    commit("dialogue", lines)
    commit("segments", [Segment(span=Span(start_s=0, end_s=60), index=0)])
    story = tell(library, film)
    asked = [one for one in story.sentences if one.text.startswith(("Somebody asks", "At first, somebody"))]
    assert story.dropped == ()
    assert all(proves(sentence, library, film) for sentence in story.sentences)
    assert [quotations(one) for one in asked] == [said]


def test_lines_that_make_one_sentence_are_quoted_as_one(library: Library, film: Film):
    halves = [
        Utterance(
            span=Span(start_s=1, end_s=3), utterance_id="u1", words="The freighter Odin,", source="subtitles"
        ),
        Utterance(
            span=Span(start_s=3.1, end_s=5),
            utterance_id="u2",
            words="lost with all\nits crew.",
            source="subtitles",
        ),
    ]
    library.facts.commit(
        Work(film_id=film.id, tool="dialogue", version="1", inputs="", span=film.span), halves
    )
    [sentence] = tell(library, film).sentences
    assert quotations(sentence) == ["The freighter Odin, lost with all its crew."]
    assert (sentence.citations[0].start_s, sentence.citations[0].end_s) == (1, 5)


def test_a_film_without_words_is_told_by_what_is_seen(library: Library, film: Film, commit):
    commit("segments", [Segment(span=Span(start_s=0, end_s=60), index=0)])
    commit(
        "captioner",
        [
            Caption(
                span=Span(start_s=0, end_s=60),
                words="A wide shot in bright light.",
                backend="scene-describer",
            )
        ],
    )
    [sentence] = tell(library, film).sentences
    assert "a wide shot in bright light" in sentence.text
    assert (sentence.citations[0].start_s, sentence.citations[0].end_s) == (0, 60)


@pytest.mark.parametrize("length", ["logline", "synopsis", "scenes"])
def test_a_film_of_which_nothing_is_known_has_no_story_but_its_length(library: Library, film: Film, length):
    assert [one.text for one in tell(library, film, length).sentences] == ["The Voyage is 1 minute long."]


@pytest.mark.parametrize("length", ["synopsis", "scenes"])
def test_a_few_words_are_better_than_no_story(library: Library, film: Film, commit, length):
    said = Utterance(
        span=Span(start_s=1, end_s=2), utterance_id="u1", words="Where are we?", source="subtitles"
    )
    commit("dialogue", [said])
    [sentence] = tell(library, film, length).sentences
    assert quotations(sentence) == ["Where are we?"]


def test_the_json_has_the_shape_that_story_prints(library: Library, voyage: Film):
    printed = tell(library, voyage).model_dump(mode="json")
    assert list(printed) == ["film", "length", "sentences", "dropped"]
    assert list(printed["sentences"][0]) == ["text", "citations"]
    assert list(printed["sentences"][0]["citations"][0]) == ["start_s", "end_s"]
    assert Story.model_validate(printed) == tell(library, voyage)


def test_who_is_said_to_come_or_to_be_there_is_there_at_the_times_cited(library: Library, voyage: Film):
    names = {one.name: one.id for one in characters(library.facts, voyage.id)}
    sentences = [*tell(library, voyage).sentences, *tell(library, voyage, "scenes").sentences]
    told = [one for one in sentences if one.text.endswith(("there.", "comes into the picture."))]
    assert told
    for sentence in told:
        people = [id_ for name, id_ in names.items() if name in sentence.text]
        stays = [stay for one in people for stay in presence(library.facts, voyage.id, one)]
        for cited in sentence.citations:
            assert any(one.start_s <= cited.start_s and cited.end_s <= one.end_s for one in stays)


def test_who_is_hardly_there_is_no_lead(library: Library, film: Film, commit):
    commit("faces", [track("t0.0", 0, 20), track("t0.1", 25, 27)])
    clusters = [
        PersonCluster(span=Span(start_s=0, end_s=27), tracks=one, cohesion=0.9)
        for one in (("t0.0",), ("t0.1",))
    ]
    commit("people", clusters)
    commit("segments", [Segment(span=Span(start_s=0, end_s=60), index=0)])
    assert tell(library, film, "logline").sentences[0].text == "The Voyage, 1 minute long, follows Person 1."


def test_a_film_that_is_only_read_is_about_whom_its_lines_name(library: Library, film: Film, commit):
    said = ["We wait for Mrs. Linden.", "I know, Irene, but Mrs. Linden is late.", "Go and ask Irene."]
    lines = [
        Utterance(
            span=Span(start_s=10 * at, end_s=10 * at + 3),
            words=words,
            source="subtitles",
            utterance_id=f"u{at}",
        )
        for at, words in enumerate(said)
    ]
    commit("dialogue", lines)
    named_by_its_file = film.model_copy(update={"title": "my-voyage-1936-en"})
    story = tell(library, named_by_its_file, "logline")
    assert story.dropped == ()
    first = story.sentences[0].text
    assert first == "my-voyage-1936-en is 1 minute long, and there is talk of Irene and Mrs. Linden."


def test_a_film_without_people_or_words_is_told_by_its_pictures(library: Library, film: Film, commit):
    commit("segments", [Segment(span=Span(start_s=0, end_s=60), index=0)])
    seen = "Two shots, in dim light, moving slowly. No face can be seen."
    commit("captioner", [Caption(span=Span(start_s=0, end_s=60), words=seen, backend="scene-describer")])
    story = tell(library, film, "scenes")
    assert [one.text for one in story.sentences] == ["One sees this: two shots, in dim light, moving slowly."]
    assert story.dropped == ()


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("{p:t0.1} opens the door of a cabin. A bird sings.", "Ben opens the door of a cabin."),
        ("{p:t1.1} sits at a table.", "Person 3 sits at a table."),
        ("A man opens the door of a cabin.", "a man opens the door of a cabin."),
    ],
)
def test_a_picture_is_told_with_the_names_as_they_are_written(library, voyage, commit, words, told):
    spans = [Span(start_s=start_s, end_s=end_s) for start_s, end_s in ((0, 21), (21, 45), (45, 60))]
    commit("video_captioner", [Caption(span=one, words=words, backend="seer") for one in spans])
    story = tell(library, voyage, "scenes")
    assert f"One sees this: {told}" in [one.text for one in story.sentences]
    assert story.dropped == ()


def test_where_nothing_holds_there_is_still_the_film(library: Library, film: Film, commit):
    commit("segments", [Segment(span=Span(start_s=0, end_s=60), index=0)])
    commit(
        "captioner",
        [
            Caption(
                span=Span(start_s=0, end_s=60),
                words="Anna and Ben are one person.",
                backend="scene-describer",
            )
        ],
    )
    story = tell(library, film)
    assert [one.text for one in story.sentences] == ["The Voyage is 1 minute long."]
    assert len(story.dropped) == 1


NAMED_FOUR_WAYS = [
    "I came to Vienna to see Harry Lime.",
    "Lime was killed by a truck last week.",
    "Harry was the best friend I ever had.",
    "Then you must be Holly Martins.",
    "Mr Martins wrote the book on the table.",
    "Harry Lime is buried in the cemetery.",
    "Martins believes that the book is lost.",
    "The police knew Lime, Mr Martins.",
    "Holly Martins never found the truck.",
    "The police have found the truck.",
]


@pytest.mark.parametrize("length", ["logline", "scenes"])
def test_whom_the_talk_names_has_one_name_but_in_quotations(library: Library, film: Film, commit, length):
    commit("dialogue", [line(at, 5 * at + 1, 5 * at + 4, words) for at, words in enumerate(NAMED_FOUR_WAYS)])
    story = tell(library, film, length)
    assert story.dropped == ()
    own = " ".join(re.sub(r"“[^”]*”", "", one.text) for one in story.sentences)
    told = set(re.findall(r"(?:(?:Mr|Harry|Holly) )*(?:Lime|Martins)|Harry|Holly", own))
    assert told == {"Harry Lime", "Holly Martins"}
    assert all(proves(one, library, film) for one in story.sentences)


@pytest.mark.parametrize("title", ["No Way Out", "Never Say Never Again"])
def test_a_title_that_denies_takes_no_sentence_from_the_logline(library: Library, voyage: Film, title: str):
    story = tell(library, voyage.model_copy(update={"title": title}), "logline")
    assert story.dropped == ()
    assert story.sentences[0].text.endswith("and there is talk of Corvo, the island and the harbour.")


def test_the_heart_of_a_logline_is_what_a_story_turns_on_and_no_request(library: Library, film: Film, commit):
    said = [
        "Harry, get me the Harry Lime file, and get Harry Lime a large whisky.",
        "The porter has been murdered.",
        "We met Harry Lime by the river in spring.",
    ]
    commit("dialogue", [line(at, 20 * at + 1, 20 * at + 5, words) for at, words in enumerate(said)])
    [_, heart] = tell(library, film, "logline").sentences
    assert heart.text.startswith("At its heart, ")
    assert "porter has been murdered" in heart.text


def test_a_single_small_word_is_no_story(library: Library, film: Film, commit):
    commit("dialogue", [line(1, 1, 2, "so")])
    assert [one.text for one in tell(library, film).sentences] == ["The Voyage is 1 minute long."]
