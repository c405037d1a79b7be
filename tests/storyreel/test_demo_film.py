"""The sample film is what its screenplay says, and its checks tell right from wrong."""

from itertools import pairwise

import av
import numpy as np
import pysubs2
import pytest

from storyreel import demo
from storyreel.demo import film, script, truth
from storyreel.demo.sound import soundtrack
from storyreel.export.document import Feeling, FilmDocument, FilmFacts, Line, Person, ShotPiece, Writing
from storyreel.tools.scene import SAMPLE_RATE_HZ

ROLES = ("Anna", "Ben", "the smiling portrait", "the stern portrait")


@pytest.fixture(scope="module", autouse=True)
def offline():
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STORYREEL_OFFLINE", "1")
        yield


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def shown(folder):
    """What the demo's first run says, line by line, and whether all of it was right."""
    lines: list[str] = []
    return demo.run(folder, lines.append), "\n".join(lines)


@pytest.fixture(scope="module")
def made(folder, shown):
    return folder / "film" / "Opening Night.mp4", folder / "film" / "Opening Night.srt"


def test_the_screenplay_is_a_short_film_of_four_people_who_come_back():
    assert 60 <= script.duration_s() <= 90
    assert all(len(truth.on_screen(role)) >= 2 for role in ROLES)
    assert sum(shot.fade_in_s > 0 for shot in script.SHOTS) >= 1


def test_every_line_lies_inside_its_shot_and_lines_follow_one_another():
    assert all(0 <= cue.start_s < cue.end_s <= shot.duration_s for shot in script.SHOTS for cue in shot.cues)
    spans = [span for span, _ in script.cues()]
    assert all(before.end_s <= after.start_s for before, after in pairwise(spans))


def test_a_portrait_has_no_words():
    assert not any(
        cue.speaker for shot in script.SHOTS if shot.shows not in (*script.NAMED, None) for cue in shot.cues
    )
    assert {cue.speaker for _, cue in script.cues()} == {"Anna", "Ben", "Narrator", None}


def test_all_emotions_but_disgust_are_played():
    played = {cue.emotion for _, cue in script.cues()} | {shot.face for shot in script.SHOTS}
    assert played - {None} == {"anger", "fear", "happiness", "sadness", "surprise", "neutral"}


def test_film_and_sound_last_as_long_as_the_screenplay(made):
    path, _ = made
    with av.open(path) as container:
        pictures, sounds = container.streams.video[0], container.streams.audio[0]
        assert (pictures.width, pictures.height) == (640, 360)
        assert pictures.frames == round(script.duration_s() * film.RATE_HZ)
        assert float(sounds.duration * sounds.time_base) == pytest.approx(script.duration_s(), abs=0.1)


def test_the_picture_changes_at_every_cut_and_only_there(made):
    changes = np.array(list(changes_of(made[0])))
    cuts = {round(span.start_s * film.RATE_HZ) for span, shot in script.scenes()[1:] if not shot.fade_in_s}
    biggest = set(np.argsort(changes)[-len(cuts) :] + 1)
    assert biggest == cuts


def changes_of(path):
    """How much each frame but the first differs from the one before."""
    before = None
    with av.open(path) as container:
        for frame in container.decode(video=0):
            grey = frame.to_ndarray(width=160, height=90, format="gray").astype(int)
            if before is not None:
                yield np.abs(grey - before).mean()
            before = grey


def test_the_subtitles_beside_the_film_say_every_line_with_its_speaker(made):
    path, subtitles = made
    assert subtitles.stem == path.stem
    cues = pysubs2.load(str(subtitles))
    assert len(cues) == len(script.cues())
    assert cues[0].plaintext == "NARRATOR: He was not an ill-disposed young man,"
    assert (cues[0].start, cues[0].end) == (250, 3000)
    assert {"[door slams]", "♪ The night is long, the night is kind ♪"} <= {cue.plaintext for cue in cues}


def test_only_the_narrator_is_heard_to_speak():
    sound = soundtrack()
    for span, cue in script.cues():
        heard = sound[round(span.start_s * SAMPLE_RATE_HZ) : round(span.end_s * SAMPLE_RATE_HZ)]
        assert (np.abs(heard).max() > 0.02) == (cue.recording is not None or cue.noise is not None)


def test_the_demo_finds_in_the_film_what_is_true_of_it(shown):
    all_right, said = shown
    assert all_right, said
    assert "✗" not in said


def test_the_demo_shows_people_the_story_and_five_answers(shown):
    _, said = shown
    assert len(truth.QUESTIONS) == 5
    assert "{p:" not in said
    for heading in ("The people", "The story", *truth.QUESTIONS, "Found, against the screenplay"):
        assert f"\n{heading}\n" in said


def test_a_second_run_makes_the_same_film_and_so_has_nothing_to_watch(folder, shown):
    lines: list[str] = []
    assert demo.run(folder, lines.append) == shown[0]
    assert "It was watched before; nothing is done again." in lines


def true_document() -> FilmDocument:
    """What a perfect viewer would remember of the film."""
    names = dict(zip(ROLES, ("Anna", "Ben", "Person 3", "Person 4"), strict=True))
    return FilmDocument(
        film=FilmFacts(
            id="0" * 12, title=script.TITLE, content_hash="0" * 64, duration_s=script.duration_s(),
            width_px=640, height_px=360, audio_tracks=(), subtitle_tracks=(), depth="standard",
        ),
        characters=tuple(
            Person(
                id=f"P{number}", name=name, name_evidence=(), screen_time_s=0, speech_time_s=0, tracks=(),
                spans=tuple((span.start_s, span.end_s) for span in truth.on_screen(role)),
            )
            for number, (role, name) in enumerate(names.items(), start=1)
        ),
        shots=tuple(
            ShotPiece(start_s=span.start_s, end_s=span.end_s, opening="cut") for span, _ in script.scenes()
        ),
        utterances=tuple(
            Line(
                id=f"u{number}", start_s=span.start_s, end_s=span.end_s, words=cue.words.strip("[]♪ "),
                manner="speech", speaker=cue.speaker, speaker_id=None, source="subtitles", confidence=None,
                language=None,
            )
            for number, (span, cue) in enumerate(script.cues())
        ),
        screen_texts=tuple(
            Writing(start_s=span.start_s, end_s=span.end_s, words=shot.picture.words, confidence=1)
            for span, shot in script.scenes()
            if isinstance(shot.picture, script.Card)
        ),
        emotions=tuple(
            Feeling(
                start_s=span.start_s, end_s=span.end_s, character_id=None, character=role, emotion=emotion,
                confidence=1, modalities={"face": 1}, evidence=(),
            )
            for role, emotion in truth.FEELINGS
            for span in truth.feels(role, emotion)
        ),
    )  # fmt: skip


def true_answers() -> dict[str, truth.Answer]:
    angry = [
        {"start_s": span.start_s, "end_s": span.end_s, "character": "Anna", "emotion": "anger"}
        for span in truth.feels("Anna", "anger")
    ]
    texts = {
        "When does Anna appear angry?": "From 0:29 to 0:35.",
        "Who is on screen at 0:18?": "Anna.",
        "What does Ben say about the box?": "Ben: “It's only me! I found your box behind the portraits!”",
        "What happens after the door slams?": "A song plays.",
        "How often does Ben appear?": "Ben appears 6 times.",
    }
    after = [{"start_s": 39.0, "end_s": 41.25}]
    return {
        question: {"answer": text, "intervals": angry, "citations": after} for question, text in texts.items()
    }


def failed(document: FilmDocument, answers=None) -> list[str]:
    return [check.what for check in truth.check(document, answers or true_answers()) if not check.passed]


def test_all_checks_pass_for_a_perfect_viewer():
    assert failed(true_document()) == []


def test_nothing_passes_unseen_but_silence_about_silent_voices():
    blind = FilmDocument(film=true_document().film)
    silent = {question: {"answer": "", "intervals": [], "citations": []} for question in truth.QUESTIONS}
    passed = [check.what for check in truth.check(blind, silent) if check.passed]
    assert passed == ["feelings read from voices that are not there"]


def test_two_people_taken_for_one_are_noticed():
    anna, ben, *others = true_document().characters
    both = anna.model_copy(update={"spans": (*anna.spans, *ben.spans)})
    wrong = failed(true_document().model_copy(update={"characters": (both, *others)}))
    assert {"people told apart", "names", "when Anna is on screen"} <= set(wrong)


def test_anger_claimed_all_the_time_is_noticed():
    answers = true_answers()
    answers["When does Anna appear angry?"]["intervals"].append(
        {"start_s": 0.0, "end_s": 29.0, "character": "Anna", "emotion": "anger"}
    )
    assert failed(true_document(), answers) == ["When does Anna appear angry?"]


def test_a_feeling_read_from_a_voice_that_is_not_there_is_noticed():
    document = true_document()
    heard = document.emotions[0].model_copy(update={"modalities": {"voice": 0.9}})
    wrong = failed(document.model_copy(update={"emotions": (heard, *document.emotions[1:])}))
    assert wrong == ["feelings read from voices that are not there"]
