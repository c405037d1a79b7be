"""The names tool: claims with their evidence, never a guess without one."""

from pathlib import Path

import pytest

from storyreel.errors import MediaError
from storyreel.memory.records import Film, Finding, Span, Utterance
from storyreel.tools.names import NamesArgs, find_names, with_script
from storyreel.tools.scene import Scene

SCRIPT = """
ANNA
Is anybody in the house tonight?

BEN
Only the cat and me.

ANNA
Then close the window.

BEN
It was never open.
"""


class Known:
    def __init__(self, *findings: Finding) -> None:
        self.findings = findings

    def find(self, kind, span):
        return [one for one in self.findings if isinstance(one, kind)]


def scene(*words: str) -> Scene:
    film = Film(id="a" * 12, title="A", path="a", content_hash="a" * 64, duration_s=100)
    lines = [
        Utterance(
            utterance_id=f"u{k}", words=one, span=Span(start_s=3 * k, end_s=3 * k + 2), source="subtitles"
        )
        for k, one in enumerate(words, start=1)
    ]
    return Scene(film, film.span, Known(*lines), lambda: None, lambda span: None)


def claimed(result):
    return [(claim.source, claim.name, claim.about) for claim in result.findings]


def test_each_claim_tells_its_line():
    result = find_names(
        scene("What is this, Data?", "my name is Anna.", "Ask Data, where he is."), NamesArgs()
    )
    assert claimed(result) == [
        ("vocative", "Data", "u1"),
        ("introduction", "Anna", "u2"),
        ("mention", "Data", "u3"),
    ]
    assert result.findings[0].words == "What is this, Data?"
    assert result.findings[0].span == Span(start_s=3, end_s=5)


def test_capitals_alone_are_no_names_and_the_user_is_told():
    result = find_names(scene("WHAT IS THIS, DATA?", "I DO NOT KNOW, JIM."), NamesArgs())
    assert result.findings == ()
    assert "capitals" in result.notes[0]


def test_a_film_without_words_claims_nothing():
    assert find_names(scene(), NamesArgs()).findings == ()


class TestScript:
    @pytest.fixture
    def script(self, tmp_path: Path) -> Path:
        path = tmp_path / "film.txt"
        path.write_text(SCRIPT)
        return path

    def test_it_says_who_speaks(self, script):
        result = find_names(scene("Is anybody in the house?", "Only me and the cat."), with_script(script))
        assert claimed(result) == [("script", "ANNA", "u1"), ("script", "BEN", "u2")]
        assert result.findings[0].words == "Is anybody in the house tonight?"
        assert "2 of the film's 2 lines" in result.notes[0]

    def test_one_of_another_film_names_nobody_and_the_user_is_told(self, script):
        result = find_names(scene("Engage!", "Shields are down, sir."), with_script(script))
        assert result.findings == ()
        assert "film.txt" in result.notes[0]

    def test_it_is_known_by_its_content(self, script, tmp_path):
        before = with_script(script)
        script.write_text(SCRIPT.replace("cat", "dog"))
        assert with_script(script).script_digest != before.script_digest

    def test_one_that_is_gone_is_said(self, script):
        args = with_script(script)
        script.unlink()
        with pytest.raises(MediaError, match="cannot be read"):
            find_names(scene("Hello."), args)
