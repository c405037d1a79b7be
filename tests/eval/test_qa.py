"""Questions about films follow from their lines, and right answers are told from wrong ones."""

from pathlib import Path

import pytest

from storyreel.eval import qa
from storyreel.eval.assembled_quiz import evidence_of, quiz_of_script
from storyreel.eval.corpora import Clip, Line, Portrait
from storyreel.eval.films import Person, Script, Turn
from storyreel.eval.quiz import Quiz, quiz_of
from storyreel.memory.records import Span, Utterance

WORDS = (
    "The lighthouse keeper is late again.",
    "His lantern went out before midnight.",
    "Somebody rowed to the island without a lantern.",
    "The keeper never leaves the lighthouse alone.",
    "I saw a stranger near the harbour wall.",
    "A stranger with a wooden leg and a parrot.",
    "Then we must warn the whole village tonight.",
    "Bring the rope and follow me quietly.",
)


def line(number: int, words: str) -> Utterance:
    start_s = 10.0 + 12 * number
    return Utterance(
        span=Span(start_s=start_s, end_s=start_s + 3),
        utterance_id=f"u{number}",
        words=words,
        speaker="MARTHA" if number % 2 else "OLE",
        source="subtitles",
    )


LINES = [line(number, words) for number, words in enumerate(WORDS)]


def quizzes() -> dict[str, Quiz]:
    return {quiz.kind: quiz for quiz in quiz_of(LINES, 120.0, ("penguin",), seed=1)}


class TestQuestions:
    def test_are_the_same_each_time(self):
        assert quiz_of(LINES, 120.0, ("penguin",), seed=1) == quiz_of(LINES, 120.0, ("penguin",), seed=1)

    def test_are_of_every_kind(self):
        assert len(quizzes()) == 9

    def test_of_no_lines_are_none(self):
        assert quiz_of([], 120.0, (), seed=1) == []

    def test_know_when_a_line_is_said(self):
        quiz = quizzes()["when a line is said"]
        [said] = [one for one in LINES if one.words in quiz.ask]
        assert quiz.times_s == (said.span.start_s,)

    def test_know_how_often_a_word_is_said(self):
        quiz = quizzes()["how often a word is said"]
        word = quiz.ask.split("“")[1].split("”")[0]
        assert quiz.count == sum(word in one.words.lower() for one in LINES) == 2


class TestAnswers:
    def test_must_name_a_time_of_the_line(self):
        quiz = Quiz("when a line is said", "", times_s=(34.0,))
        assert quiz.is_right("Ole says it at 0:34.")
        assert quiz.is_right("Ole says it at 34.2 seconds.")
        assert not quiz.is_right("Ole says it at 0:44.")
        assert not quiz.is_right("Ole says “meet me at 0:34”.")

    def test_must_tell_all_the_words(self):
        quiz = Quiz("what is said between two times", "", words=("Bring the rope.", "Follow me!"))
        assert quiz.is_right("Ole says “bring the rope”, Martha “follow me”.")
        assert not quiz.is_right("Ole says “bring the rope”.")

    def test_must_count_rightly(self):
        quiz = Quiz("how often a word is said", "", count=2)
        assert quiz.is_right("Twice, at 0:34 and 0:46.")
        assert quiz.is_right("It is said 2 times.")
        assert not quiz.is_right("It is said three times: 0:02, 0:34 and 0:46.")

    @pytest.mark.parametrize("answer", ["No.", "I cannot tell.", "Nobody says so.", "3:00 is past its end."])
    def test_must_say_no_where_nothing_tells(self, answer: str):
        assert Quiz("what nothing tells", "", says_no=True).is_right(answer)
        assert not Quiz("what nothing tells", "", says_no=True).is_right("It was Otto Meier.")

    def test_must_tell_a_feeling_in_any_word_for_it(self):
        quiz = Quiz("what somebody feels at a time", "", feels="anger")
        assert quiz.is_right("Ole looks furious.")
        assert not quiz.is_right("Ole is not angry.")
        assert not quiz.is_right("Ole looks sad.")

    def test_must_lie_mostly_in_the_true_stretches(self):
        quiz = Quiz("when somebody feels something", "", during=(Span(start_s=30, end_s=40),))
        assert quiz.is_right("Ole is angry from 0:31 to 0:39.")
        assert not quiz.is_right("Ole is angry at 0:35, 0:50 and 0:55.")
        assert not quiz.is_right("I found no such moment.")

    def test_must_not_name_somebody_else(self):
        quiz = Quiz("who speaks at a time", "", words=("Ole",), not_words=("Martha",))
        assert not quiz.is_right("Ole and Martha do.")
        assert quiz.is_right("Ole does.")


def person(label: str) -> Person:
    return Person(label, f"voice of {label}", f"face of {label}", Path(f"{label}.png"))


def turn(at_s: float, who: Person, words: str, emotion: str, shown: Person | None = None) -> Turn:
    return Turn(
        Span(start_s=at_s, end_s=at_s + 5),
        Span(start_s=at_s + 1, end_s=at_s + 4),
        who,
        Line(words, emotion, "1", who.label),
        Clip(Path("a.wav"), who.voice, emotion),
        shown,
        Portrait(Path("a.png"), shown.face, emotion) if shown else None,
    )


class TestQuestionsAboutAFilmOfKnownTruth:
    OLE, MARTHA = person("Ole"), person("Martha")
    SCRIPT = Script(
        "harbour",
        [turn(0, OLE, WORDS[0], "anger", shown=OLE), turn(5, MARTHA, WORDS[1], "sadness")],
        music=None,
        music_db=0,
        seed=1,
    )

    def test_ask_who_speaks_is_seen_and_feels_what_when_and_what_comes_next(self):
        asked = {quiz.ask: quiz for quiz in quiz_of_script(self.SCRIPT, seed=1)}
        assert asked["Who speaks at 0:07?"].words == ("Martha",)
        assert asked["Who speaks at 0:07?"].not_words == ("Ole",)
        assert asked["Who is on screen at 0:02?"].words == ("Ole",)
        assert asked["How does Martha feel at 0:07?"].feels == "sadness"
        assert asked["When is Ole angry?"].during == (Span(start_s=0, end_s=5),)
        assert asked[f"What is said right after “{WORDS[0]}”?"].words == (WORDS[1],)

    def test_are_the_same_each_time(self):
        assert quiz_of_script(self.SCRIPT, seed=1) == quiz_of_script(self.SCRIPT, seed=1)

    def test_are_scored_by_who_is_there_and_who_speaks(self):
        truth = evidence_of(self.SCRIPT)
        assert truth.names == {"Ole", "Martha"}
        assert (Span(start_s=0, end_s=5), "Ole") in truth.stays
        assert (Span(start_s=6, end_s=9), f"Martha {WORDS[1]}") in truth.lines


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "subtitles" / "films"
    folder.mkdir(parents=True)
    cues = [
        f"{number}\n{_stamp(one.span.start_s)} --> {_stamp(one.span.end_s)}\n{one.speaker}: {one.words}\n"
        for number, one in enumerate(LINES, start=1)
    ]
    (folder / "the-lighthouse.srt").write_text("\n".join(cues))
    return tmp_path


def _stamp(at_s: float) -> str:
    return f"00:{int(at_s) // 60:02}:{int(at_s) % 60:02},000"


class TestTheSuite:
    def test_finds_no_claim_whose_citation_does_not_hold_it(self, data: Path):
        rows = {row.metric: row for row in qa.run(data, lambda *_: None).rows}
        for claim in ("times", "names", "quotations"):
            assert rows[f"citation precision, {claim}"].value == 1.0
        assert rows["right answers"].value >= 0.9
        assert all(row.set == "films, offline" for row in rows.values())

    def test_of_a_folder_without_films_has_no_rows(self, tmp_path: Path):
        assert qa.run(tmp_path, lambda *_: None).rows == []
