"""Voices: each goes to its owner, and who is only heard is somebody too."""

import pytest

from storyreel.memory.characters import characters, forget, merge, reconcile, rename, resolve, waiting
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


def still(span, track):
    return Talking(span=span, about=track, chances=(0.05,) * 20)


def moving(span, track):
    return Talking(span=span, about=track, chances=(0.9,) * 20)


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


@pytest.fixture
def radio(make, tell, voice):
    """Three lines that are labelled and one that is not, all in one voice, of which a face may be found."""
    lines = [make.line(k, f"Line {k}.", 40 + 5 * k, 43 + 5 * k, speaker="RADIO") for k in range(3)]
    tell("dialogue", *lines, make.line(9, "Over and out.", 80, 83))

    def tell_of(**more):
        voice("v1", *((40 + 5 * k, 43 + 5 * k) for k in range(3)), (80, 83), **more)

    tell_of(evidence=UNSEEN)
    return tell_of


class TestTheUsersName:
    def test_it_follows_the_voice_in_time_whatever_the_voice_is_called(self, library, film, people, voice):
        voice("v0", (30, 34), (40, 44), (50, 54), evidence=UNSEEN)
        voice("v1", (60, 66), (70, 76), evidence=UNSEEN)
        rename(library.facts, film.id, "P3", "Carla")
        voice("v0", (61, 65), (71, 75), evidence=UNSEEN)
        voice("v1", (30, 35), (40, 43), (90, 94), evidence=UNSEEN)
        carla = resolve(library.facts, film.id, "Carla")
        assert (carla.id, carla.voices) == ("P3", ("w:v1.0",))
        assert [one.id for one in characters(library.facts, film.id)] == ["P1", "P2", "P3", "P4"]

    def test_it_goes_with_a_label_into_the_face_that_says_its_lines_and_stays_when_labels_vanish(
        self, make, tell, library, film, people, radio
    ):
        heard = rename(library.facts, film.id, "Radio", "Carla")
        radio(face="p:t0.2")
        assert resolve(library.facts, film.id, "Carla").id == "P2"
        tell("dialogue", make.line(9, "Over and out.", 80, 83))
        assert [one.name for one in characters(library.facts, film.id)] == ["Person 1", "Carla"]
        assert heard.id == "P3"
        assert waiting(library.facts, film.id) == []

    def test_it_goes_with_a_label_that_the_user_merged_into_a_face(
        self, make, tell, library, film, people, radio
    ):
        heard = rename(library.facts, film.id, "Radio", "Carla")
        merge(library.facts, film.id, "P1", heard.id)
        tell("dialogue", make.line(9, "Over and out.", 80, 83))
        assert characters(library.facts, film.id)[0].name == "Carla"

    def test_of_nobody_found_now_it_waits_which_is_told_as_often_as_asked(
        self, tell, library, film, people, radio
    ):
        rename(library.facts, film.id, "Radio", "Carla")
        tell("dialogue")
        tell("voice_faces")
        for _ in range(2):
            [note] = waiting(library.facts, film.id)
            assert "P3 is not found now: the name 'Carla'" in note


class TestLabels:
    def test_labelled_lines_tell_whose_voice_it_is_and_so_who_says_the_others(
        self, library, film, people, radio
    ):
        heard = resolve(library.facts, film.id, "Radio")
        assert (said_by(library, film)["Over and out."], heard.tracks) == (heard.id, ())
        assert len(characters(library.facts, film.id)) == 3

    def test_a_label_is_theirs_whose_voice_says_its_lines(self, library, film, people, radio):
        radio(face="p:t0.2")
        assert [one.name for one in characters(library.facts, film.id)] == ["Person 1", "Radio"]
        assert set(said_by(library, film).values()) == {"P2"}
        [why] = resolve(library.facts, film.id, "Radio").name_evidence
        assert why.text == "3 of 3 lines labelled 'Radio' go with this person: 3 by the voice"

    def test_a_label_is_theirs_whose_mouth_says_its_lines_though_another_is_seen_for_longer(
        self, make, tell, library, film
    ):
        anna, ben = make.track("t0.1", 0, 20, person=1), make.track("t0.2", 0, 19, person=2, x=0.1)
        tell("faces", anna, ben)
        tell("people", make.cluster(anna), make.cluster(ben))
        tell("talking", still(make.span(0, 20), "t0.1"), moving(make.span(0, 19), "t0.2"))
        tell(
            "dialogue", make.line(1, "I say.", 2, 4, speaker="BEN"), make.line(2, "So.", 8, 10, speaker="BEN")
        )
        assert [one.name for one in characters(library.facts, film.id)] == ["Person 1", "Ben"]

    def test_a_narrators_label_is_not_the_faces_that_are_shown(
        self, make, tell, library, film, people, voice
    ):
        tell("dialogue", *(make.line(k, "Once…", 1 + 3 * k, 3 + 3 * k, speaker="NARRATOR") for k in range(3)))
        voice("v1", *((1 + 3 * k, 3 + 3 * k) for k in range(3)), (40, 44), evidence=UNSEEN)
        for _ in range(2):
            narrator = resolve(library.facts, film.id, "Narrator")
            assert (narrator.tracks, narrator.voices) == ((), ("w:v1.0",))
            assert reconcile(library.facts, film.id) == []

    def test_where_no_mouth_speaks_a_label_is_theirs_who_are_seen_alone_in_its_lines(
        self, make, tell, library, film
    ):
        doll, cat = make.track("t0.1", 0, 10, person=1), make.track("t0.2", 10, 20, person=2)
        tell("faces", doll, cat)
        tell("people", make.cluster(doll), make.cluster(cat))
        tell("talking", still(make.span(0, 10), "t0.1"), still(make.span(10, 20), "t0.2"))
        tell("dialogue", *(make.line(k, "Hm.", 2 * k, 2 * k + 1, speaker="DOLL") for k in range(1, 4)))
        assert [one.name for one in characters(library.facts, film.id)] == ["Doll", "Person 2"]

    @pytest.mark.parametrize("name", ["Radio", "radio", "Mr. Radio"])
    def test_whom_the_user_calls_by_a_label_says_its_lines(self, library, film, people, radio, name):
        rename(library.facts, film.id, "P1", name)
        assert [one.name for one in characters(library.facts, film.id)] == [name, "Person 2"]
        assert set(said_by(library, film).values()) == {"P1"}
        user, label = resolve(library.facts, film.id, name).name_evidence
        assert (user.source, label.source) == ("user", "subtitle label")
        assert "the user calls this person so" in label.text

    def test_young_anna_is_not_anna(self, library, film, people, radio):
        rename(library.facts, film.id, "P1", "Young Radio")
        assert len(characters(library.facts, film.id)) == 3

    def test_a_label_that_two_may_bear_is_neithers(self, library, film, people, radio):
        rename(library.facts, film.id, "P1", "Anna Radio")
        rename(library.facts, film.id, "P2", "Ben Radio")
        assert [one.name for one in characters(library.facts, film.id)][2:] == ["Radio"]

    def test_the_order_of_things_found_changes_nobody(self, make, tell, library, film, people, radio):
        radio(face="p:t0.2")
        before = characters(library.facts, film.id)
        radio(evidence=UNSEEN)
        characters(library.facts, film.id)
        radio(face="p:t0.2")
        assert characters(library.facts, film.id) == before


def test_a_mouth_that_is_still_is_a_listeners(make, tell, library, film, people):
    tell("dialogue", make.line(1, "Listen to me.", 2, 5), make.line(2, "I do.", 12, 15))
    tell(
        "talking",
        still(make.span(0, 10), "t0.1"),
        moving(make.span(10, 20), "t0.2"),
    )
    assert said_by(library, film) == {"Listen to me.": None, "I do.": "P2"}
