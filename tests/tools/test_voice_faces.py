"""A voice is given to the face whose mouth moves with it, and to nobody where nothing tells."""

import pytest

from storyreel.memory.records import (
    Box,
    FaceLook,
    FaceTrack,
    PersonCluster,
    Span,
    Talking,
    VoiceCluster,
    VoiceTurn,
)
from storyreel.tools.contract import Args
from storyreel.tools.voice_faces import LEAST_CONFIDENCE, link_voices

TURN_S = 3.0


class Film:
    """Findings of a film in which turn k fills the three seconds from 3 k on."""

    def __init__(self) -> None:
        self.known: list = []

    def voice(self, *turns: int, overlapped: bool = False) -> str:
        for k in turns:
            self.known.append(VoiceTurn(span=during(k), turn_id=turn_id(k), overlapped=overlapped))
        names = tuple(turn_id(k) for k in turns)
        span = Span(start_s=during(turns[0]).start_s, end_s=during(turns[-1]).end_s)
        self.known.append(VoiceCluster(span=span, turns=names, cohesion=0.9))
        return self.known[-1].local_id

    def person(self, name: str, mouths: dict[int, float | None]) -> str:
        """Seen in these turns, the mouth moving with a chance; None where it is too small to tell."""
        look = FaceLook(time_s=0, box=Box(x=0.4, y=0.2, width=0.2, height=0.3), score=0.9, quality=0.8)
        for k, chance in mouths.items():
            self.known.append(FaceTrack(span=during(k), track_id=f"{name}{k}", looks=(look,)))
            if chance is not None:
                self.known.append(Talking(span=during(k), about=f"{name}{k}", chances=(chance,) * 6))
        tracks = tuple(f"{name}{k}" for k in mouths)
        span = Span(start_s=during(min(mouths)).start_s, end_s=during(max(mouths)).end_s)
        self.known.append(PersonCluster(span=span, tracks=tracks, cohesion=0.9))
        return self.known[-1].local_id


def during(turn: int) -> Span:
    return Span(start_s=TURN_S * turn, end_s=TURN_S * (turn + 1))


def turn_id(turn: int) -> str:
    return f"v{int(during(turn).start_s // 30)}.{turn}"


@pytest.fixture
def film() -> Film:
    return Film()


@pytest.fixture
def links(make_film, scene_of, film):
    path = make_film(scenes=[((90, 90, 90), 1)])

    def find():
        scene = scene_of(path, Span(start_s=0, end_s=20_000), film.known)
        return {link.voice: link for link in link_voices(scene, Args()).findings}

    return find


def test_each_voice_goes_to_the_mouth_that_moves_with_it(film, links) -> None:
    low, high = film.voice(0, 1, 4), film.voice(2, 3, 5)
    anna = film.person("a", {0: 0.1, 1: 0.1, 2: 0.9, 3: 0.9, 4: 0.1, 5: 0.9})
    ben = film.person("b", {0: 0.9, 1: 0.9, 2: 0.1, 3: 0.1, 4: 0.9, 5: 0.1})
    found = links()
    assert (found[low].person, found[high].person) == (ben, anna)
    assert found[low].evidence == "3 of 3 turns while this mouth moves"
    assert found[low].confidence > 0.9


def test_a_narrator_over_still_faces_is_only_heard(film, links) -> None:
    narrator = film.voice(0, 1, 2, 3)
    film.person("a", {0: 0.1, 1: 0.05})
    film.person("b", {2: 0.2, 3: 0.1})
    link = links()[narrator]
    assert link.person is None
    assert link.evidence == "no mouth moves in 4 of 4 turns"


def test_a_voice_without_any_face_is_only_heard(film, links) -> None:
    narrator, guest = film.voice(0, 1, 2), film.voice(3, 4)
    anna = film.person("a", {3: 0.9, 4: 0.9})
    found = links()
    assert found[narrator].person is None
    assert found[guest].person == anna


def test_a_short_cry_from_nowhere_makes_nobody(film, links) -> None:
    cry = film.voice(0)
    assert cry not in links()


def test_where_mouths_cannot_be_made_out_nobody_is_called_only_heard(film, links) -> None:
    voice = film.voice(0, 1, 2)
    film.person("a", dict.fromkeys((0, 1, 2)))
    film.person("b", dict.fromkeys((0, 1, 2)))
    assert voice not in links()


def test_who_narrates_and_speaks_on_screen_is_one_person(film, links) -> None:
    voice = film.voice(0, 1, 2, 3)
    captain = film.person("c", {3: 0.9})
    film.person("d", {3: 0.1})
    link = links()[voice]
    assert link.person == captain
    assert link.evidence == "1 of 4 turns while this mouth moves"
    assert LEAST_CONFIDENCE <= link.confidence < 0.9


def test_one_voice_with_the_mouths_of_two_is_nobodys(film, links) -> None:
    dubber = film.voice(0, 1, 2, 3)
    film.person("a", {0: 0.9, 1: 0.9})
    film.person("b", {2: 0.9, 3: 0.9})
    assert dubber not in links()


def test_where_mouths_are_too_small_presence_alone_tells_with_less_confidence(film, links) -> None:
    one, other = film.voice(0, 1, 2, 3), film.voice(4, 5, 6, 7)
    anna = film.person("a", dict.fromkeys((0, 1, 2, 3)))
    film.person("b", dict.fromkeys((4, 5, 6, 7)))
    link = links()[one]
    assert link.person == anna
    assert link.evidence == "4 of 4 turns while this face is seen"
    assert other in links()


def test_two_always_seen_together_are_told_apart_by_one_mouth(film, links) -> None:
    low, high = film.voice(0, 2, 4), film.voice(1, 3, 5)
    anna = film.person("a", {0: 0.9, 1: 0.1, 2: 0.9, 3: 0.1, 4: 0.9, 5: 0.1})
    film.person("b", dict.fromkeys(range(6)))
    found = links()
    assert found[low].person == anna
    assert high not in found or found[high].person != anna


def test_turns_in_which_several_speak_say_nothing(film, links) -> None:
    crowd = film.voice(0, 1, 2, overlapped=True)
    film.person("a", {0: 0.9, 1: 0.9, 2: 0.9})
    assert crowd not in links()


def test_a_film_without_voices_or_people_has_no_links(film, links) -> None:
    assert links() == {}
    film.person("a", {0: 0.9})
    assert links() == {}


def test_a_long_film_takes_seconds(film, links) -> None:
    for voice in range(60):
        film.voice(*range(voice, 3000, 60))
        film.person(f"p{voice}-", {k: 0.9 for k in range(voice, 3000, 60) if k // 60 % 3})
    assert len(links()) == 60
