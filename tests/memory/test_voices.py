"""Voices: each goes to its owner, and who is only heard is somebody too."""

import pytest

from storyreel.memory.characters import characters, forget, merge, rename, resolve
from storyreel.memory.records import Talking, VoiceCluster, VoiceFaceLink, VoiceTurn
from storyreel.memory.timeline import dialogue, speech_time_s

SEEN = "3 of 3 turns while this mouth moves"
UNSEEN = "no mouth moves in 4 of 4 turns"


@pytest.fixture
def voice(make, tell):
    """Tells of a voice by the times of its turns, and whose face it goes with; others as told before."""
    told: dict = {}

    def tell_of(name: str, *times_s: tuple[float, float], face: str | None = None, evidence: str = SEEN):
        turns = [
            VoiceTurn(span=make.span(*time_s), turn_id=f"{name}.{number}")
            for number, time_s in enumerate(times_s)
        ]
        span = make.span(times_s[0][0], times_s[-1][1])
        cluster = VoiceCluster(span=span, turns=tuple(turn.turn_id for turn in turns), cohesion=0.9)
        link = VoiceFaceLink(
            span=span, voice=cluster.local_id, person=face, confidence=0.9, evidence=evidence
        )
        told[name] = [*turns, cluster, link]
        tell("voice_faces", *(finding for voice in told.values() for finding in voice))

    return tell_of


@pytest.fixture
def people(make, tell):
    """Anna is seen in the first ten seconds, Ben in the next."""
    anna, ben = make.track("t0.1", 0, 10, person=1), make.track("t0.2", 10, 20, person=2)
    tell("faces", anna, ben)
    tell("people", make.cluster(anna), make.cluster(ben))
    return anna, ben


def said_by(library, film) -> dict[str, str | None]:
    return {line.utterance.words: line.character_id for line in dialogue(library.facts, film.id)}


def test_a_line_in_a_known_voice_is_its_owners_though_another_is_seen(
    make, tell, library, film, people, voice
):
    tell("dialogue", make.line(1, "Look at him.", 12, 15))
    voice("v0", (2, 5), (12, 15), face="p:t0.1")
    assert said_by(library, film) == {"Look at him.": "P1"}
    assert resolve(library.facts, film.id, "P1").voice_evidence == (SEEN,)


def test_who_is_only_heard_is_somebody_who_speaks_and_is_never_seen(make, tell, library, film, people, voice):
    tell("dialogue", make.line(1, "It was a dark night.", 40, 44))
    voice("v1", (40, 44), (50, 54), evidence=UNSEEN)
    narrator = characters(library.facts, film.id)[-1]
    assert (narrator.id, narrator.tracks, narrator.voice_evidence) == ("P3", (), (UNSEEN,))
    assert said_by(library, film) == {"It was a dark night.": "P3"}
    assert speech_time_s(library.facts, film.id, "P3") == 4


def test_a_narrator_whose_face_is_found_later_keeps_the_users_name(make, tell, library, film, people, voice):
    voice("v1", (40, 44), evidence=UNSEEN)
    rename(library.facts, film.id, "P3", "Carla")
    voice("v1", (40, 44), face="p:t0.2")
    found = {one.id: one.name for one in characters(library.facts, film.id)}
    assert found == {"P1": "Person 1", "P2": "Carla"}


def test_a_voice_that_the_user_joins_with_a_face_stays_with_it(make, tell, library, film, people, voice):
    tell("dialogue", make.line(1, "It was me all along.", 40, 44))
    voice("v1", (40, 44), evidence=UNSEEN)
    merge(library.facts, film.id, "P2", "P3")
    voice("v1", (40, 44), face="p:t0.1")
    assert said_by(library, film) == {"It was me all along.": "P2"}
    assert resolve(library.facts, film.id, "P2").voice_evidence == ("joined by the user",)


def test_a_voice_that_the_user_forgot_is_nobodys(make, tell, library, film, people, voice):
    voice("v1", (40, 44), evidence=UNSEEN)
    forget(library.facts, film.id, "P3")
    voice("v2", (60, 64), evidence=UNSEEN)
    assert [one.id for one in characters(library.facts, film.id)] == ["P1", "P2", "P4"]


def test_labelled_lines_tell_whose_voice_it_is_and_so_who_says_the_others(
    make, tell, library, film, people, voice
):
    lines = [make.line(k, f"Line {k}.", 40 + 5 * k, 43 + 5 * k, speaker="RADIO") for k in range(3)]
    tell("dialogue", *lines, make.line(9, "Over and out.", 80, 83))
    voice("v1", *((40 + 5 * k, 43 + 5 * k) for k in range(3)), (80, 83), evidence=UNSEEN)
    radio = resolve(library.facts, film.id, "Radio")
    said_by_now = said_by(library, film)
    voice("v1", *((40 + 5 * k, 43 + 5 * k) for k in range(3)), (80, 83), face="p:t0.2")
    assert said_by_now["Over and out."] == said_by(library, film)["Over and out."] == radio.id
    assert len(characters(library.facts, film.id)) == 3


def test_a_mouth_that_is_still_is_a_listeners(make, tell, library, film, people):
    tell("dialogue", make.line(1, "Listen to me.", 2, 5), make.line(2, "I do.", 12, 15))
    tell(
        "talking",
        Talking(span=make.span(0, 10), about="t0.1", chances=(0.05,) * 20),
        Talking(span=make.span(10, 20), about="t0.2", chances=(0.9,) * 20),
    )
    assert said_by(library, film) == {"Listen to me.": None, "I do.": "P2"}
