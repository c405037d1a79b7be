"""The timeline: who is seen, who speaks, who feels what and when."""

import time

import pytest

from storyreel.memory import timeline
from storyreel.memory.characters import merge
from storyreel.memory.feelings import intervals


@pytest.fixture
def scene(tell, make):
    """P1 is angry from 1 s, seen and heard; P2 smiles at 20 s; somebody unknown shouts at 60 s."""
    one = [make.track("t0.1", 0, 8, person=1), make.track("t0.2", 9.5, 12, person=1)]
    two = make.track("t0.3", 6, 30, person=2, x=0.7)
    tell("faces", *one, two, make.track("t2.9", 80, 81, person=9))
    tell("people", make.cluster(two), make.cluster(*one))
    tell(
        "dialogue",
        make.line(1, "Get out of here!", 1, 4),
        make.line(2, "How lovely.", 20, 23),
        make.line(3, "Fire!", 60, 62),
        make.line(4, "thunder", 62, 63, manner="sound"),
    )
    tell(
        "expression",
        make.reading("t0.1", "face", "anger", 0.8, 1, 5),
        make.reading("t0.3", "face", "happiness", 0.9, 19, 24),
    )
    tell(
        "text_emotion",
        make.reading("u1", "text", "anger", 0.7, 1, 4),
        make.reading("u3", "text", "fear", 0.9, 60, 62),
    )
    tell("voice_emotion", make.reading("u2", "voice", "neutral", 0.9, 20, 23))


def test_a_feeling_is_fused_from_what_the_face_and_the_lines_of_one_person_say(library, film, scene):
    [anger] = timeline.emotion_intervals(library.facts, film.id, "P2", "anger")
    assert (anger.span.start_s, anger.span.end_s, anger.character_id) == (1, 5, "P2")
    assert set(anger.modalities) == {"face", "text"}
    assert set(anger.evidence) == {
        f"{film.id}/expression/face:t0.1:1.000",
        f"{film.id}/text_emotion/text:u1:1.000",
    }


def test_without_a_name_everybody_is_asked_and_the_unknown_are_told_of(library, film, scene):
    found = timeline.emotion_intervals(library.facts, film.id)
    assert [(one.emotion, one.character_id) for one in found] == [
        ("anger", "P2"),
        ("happiness", "P1"),
        ("fear", None),
    ]


def test_neutral_is_told_only_when_asked_for(library, film, scene, tell, make):
    tell("expression", make.reading("t0.3", "face", "neutral", 0.9, 25, 29))
    found = timeline.emotion_intervals(library.facts, film.id, "P1", "neutral")
    assert [one.span.start_s for one in found][-1] in (20, 25)
    assert all(one.emotion != "neutral" for one in timeline.emotion_intervals(library.facts, film.id))


def test_a_span_keeps_what_touches_it_whole(library, film, scene, make):
    found = timeline.emotion_intervals(library.facts, film.id, span=make.span(2, 3))
    assert [(one.span.start_s, one.span.end_s) for one in found] == [(1, 5)]


def test_a_correction_moves_feelings_too(library, film, scene):
    merge(library.facts, film.id, "P1", "P2")
    assert {one.character_id for one in timeline.emotion_intervals(library.facts, film.id)} == {"P1", None}


def test_together_is_when_all_are_on_screen(library, film, scene, make):
    assert timeline.together(library.facts, film.id, ["P1", "P2"]) == [make.span(6, 8), make.span(9.5, 12)]
    assert timeline.together(library.facts, film.id, ["P1"]) == timeline.presence(
        library.facts, film.id, "P1"
    )
    assert timeline.together(library.facts, film.id, []) == []


def test_who_is_on_screen_in_a_span_and_at_a_moment(library, film, scene, make):
    seen = timeline.on_screen(library.facts, film.id, make.span(4, 10))
    assert [(one.character_id, one.seconds) for one in seen] == [("P2", 4.5), ("P1", 4.0)]
    assert seen[0].evidence == (f"{film.id}/faces/t0.1", f"{film.id}/faces/t0.2")
    [now] = timeline.on_screen(library.facts, film.id, make.span(15, 15))
    assert now.character_id == "P1"
    [stranger] = timeline.on_screen(library.facts, film.id, make.span(79, 90))
    assert stranger.character_id is None, "a face that is in no cluster is somebody all the same"


def test_dialogue_with_and_without_a_speaker(library, film, scene, make):
    lines = timeline.dialogue(library.facts, film.id)
    assert [(line.utterance.words, line.character_id) for line in lines] == [
        ("Get out of here!", "P2"),
        ("How lovely.", "P1"),
        ("Fire!", None),
        ("thunder", None),
    ]
    assert lines[0].observation_id == f"{film.id}/dialogue/u1"
    assert 0 < lines[0].confidence < 1
    assert lines[2].confidence == 0
    assert [
        line.utterance.words for line in timeline.dialogue(library.facts, film.id, character_id="P1")
    ] == ["How lovely."]
    assert [
        line.utterance.words for line in timeline.dialogue(library.facts, film.id, make.span(22, 61))
    ] == ["How lovely.", "Fire!"]


def test_a_two_hour_film_is_answered_at_once(library, make):
    film = make.film("Long", "d", duration_s=7200)
    library.add(film)
    tracks = [make.track(f"t{k}.1", 2.4 * k, 2.4 * k + 2, person=k % 20) for k in range(3000)]
    library.facts.commit(make.work(film, "faces"), tracks)
    library.facts.commit(make.work(film, "people"), [make.cluster(*tracks[k::20]) for k in range(20)])
    library.facts.commit(
        make.work(film, "dialogue"), [make.line(k, f"Line {k}.", 4.8 * k) for k in range(1500)]
    )
    emotions = ("anger", "happiness", "neutral", "neutral", "neutral")
    library.facts.commit(
        make.work(film, "expression"),
        [
            make.reading(
                track.track_id, "face", emotions[k // 20 % 5], 0.8, track.span.start_s, track.span.end_s
            )
            for k, track in enumerate(tracks)
        ],
    )
    assert timeline.emotion_intervals(library.facts, film.id, "P1", "anger")
    began = time.process_time()
    for _ in range(5):
        timeline.emotion_intervals(library.facts, film.id, "P1")
        timeline.presence(library.facts, film.id, "P1")
    assert (time.process_time() - began) / 5 < 0.1, "an order of magnitude above what it takes"


def test_what_was_perceived_badly_weighs_less(library, film, scene, tell, make):
    [clear] = timeline.emotion_intervals(library.facts, film.id, "P1", "happiness")
    turned_away = make.reading("t0.3", "face", "happiness", 0.9, 19, 24).model_copy(update={"weight": 0.6})
    tell("expression", turned_away)
    [dim] = timeline.emotion_intervals(library.facts, film.id, "P1", "happiness")
    assert dim.confidence < clear.confidence


def test_what_was_asked_before_is_fused_again_only_once_somebody_is_put_right(
    library, film, scene, monkeypatch
):
    fused = []
    monkeypatch.setattr(timeline, "intervals", lambda *asked: fused.append(asked) or intervals(*asked))
    found = [timeline.emotion_intervals(library.facts, film.id, min_confidence=0.36) for _ in range(2)]
    assert found[0] == found[1]
    merge(library.facts, film.id, "P2", "P1")
    after = timeline.emotion_intervals(library.facts, film.id, min_confidence=0.36)
    assert {one.character_id for one in after} < {one.character_id for one in found[0]}
    assert len(fused) == 2
