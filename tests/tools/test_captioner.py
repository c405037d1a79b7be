"""Captions say what is known, in plain English, and no more."""

import pytest

from storyreel.memory.records import (
    EMOTIONS,
    Box,
    Caption,
    Character,
    EmotionReading,
    FaceLook,
    FaceTrack,
    PersonCluster,
    ScreenText,
    Segment,
    Shot,
    Sound,
    Span,
    Utterance,
)
from storyreel.tools.captioner import describe, fill_names, placeholder_names
from storyreel.tools.contract import Args


def span(start_s: float, end_s: float) -> Span:
    return Span(start_s=start_s, end_s=end_s)


SEGMENT = Segment(span=span(0, 12), index=0)


def shot(start_s=0.0, end_s=12.0, motion=0.003, brightness=0.5, saturation=0.4) -> Shot:
    return Shot(
        span=span(start_s, end_s), opening="cut", motion=motion, brightness=brightness, saturation=saturation
    )


def face(name: str, start_s: float = 0.0, end_s: float = 12.0, height: float = 0.4) -> FaceTrack:
    look = FaceLook(time_s=start_s, box=Box(x=0.4, y=0.2, width=0.2, height=height), score=0.9, quality=0.8)
    return FaceTrack(span=span(start_s, end_s), track_id=name, looks=(look,))


def person(*tracks: str) -> PersonCluster:
    return PersonCluster(span=span(0, 12), tracks=tracks, cohesion=0.95)


def feeling(track: str, emotion: str, start_s: float = 0.0, share: float = 0.8) -> EmotionReading:
    rest = (1 - share) / 6
    return EmotionReading(
        span=span(start_s, start_s + 2),
        about=track,
        modality="face",
        probabilities={one: share if one == emotion else rest for one in EMOTIONS},
    )


def line(words: str, start_s: float = 1.0, speaker: str | None = None, manner="speech") -> Utterance:
    return Utterance(
        span=span(start_s, start_s + 1),
        utterance_id=f"u{start_s}",
        words=words,
        speaker=speaker,
        manner=manner,
        source="subtitles",
    )


@pytest.fixture
def caption_of(make_film, scene_of):
    film = make_film(scenes=[((90, 90, 90), 1)])

    def caption(*known) -> Caption | None:
        scene = scene_of(film, span(0, 12), known)
        return next(iter(describe(scene, Args()).findings), None)

    return caption


def test_a_talk_in_close_up_is_told_from_camera_to_words(caption_of) -> None:
    caption = caption_of(
        SEGMENT,
        shot(),
        face("t0.1"),
        person("t0.1"),
        line("Where have you been?", speaker="ANNA"),
        line("Home.", start_s=4, speaker="BEN"),
    )
    assert caption.words == (
        "A close-up, moving slowly. {p:t0.1} can be seen. "
        '{l:ANNA} says: "Where have you been?" One more line follows, from {l:BEN} too.'
    )
    assert caption.tags == ("close-up", "slow", "speech")
    assert caption.backend == "scene-describer"


def test_names_take_the_place_of_placeholders(caption_of) -> None:
    caption = caption_of(SEGMENT, shot(), face("t0.1"), face("t0.2"), person("t0.1"), person("t0.2"))
    assert "Anna and Person 2 can be seen." in fill_names(
        caption.words, {"p:t0.1": "Anna", "p:t0.2": "Person 2"}
    )


def test_who_has_no_name_is_someone() -> None:
    words = "{p:t0.1} and {p:t0.2} can be seen. {p:t0.2} looks sad."
    assert fill_names(words, {}) == "Someone and someone can be seen. Someone looks sad."


def test_who_speaks_is_called_by_name_and_else_as_labelled(caption_of) -> None:
    caption = caption_of(SEGMENT, line("Where have you been?", speaker="ANNA"))
    anna = Character(id="P1", film_id="f", name="Anna Hill", speaker_labels=("Anna",))
    assert fill_names(caption.words, placeholder_names([anna])) == 'Anna Hill says: "Where have you been?"'
    assert fill_names(caption.words, {}) == 'ANNA says: "Where have you been?"'


def test_a_quotation_can_never_pose_as_a_person(caption_of) -> None:
    caption = caption_of(SEGMENT, line("I am {p:t0.1}!"))
    assert fill_names(caption.words, {"p:t0.1": "Anna"}) == 'Somebody says: "I am (p:t0.1)!"'


def test_a_picture_without_faces_says_so(caption_of) -> None:
    assert caption_of(SEGMENT, shot()).words == "A shot, moving slowly. No face can be seen."


def test_faces_that_are_nobodys_are_counted(caption_of) -> None:
    caption = caption_of(SEGMENT, shot(), face("t0.1"), face("t0.2", height=0.1), person("t0.1"))
    assert "One more face is too small or blurred to recognise." in caption.words
    assert "no face" not in caption.tags


@pytest.mark.parametrize(
    ("height", "size"),
    [
        (1.1, "extreme close-up"),
        (0.8, "close-up"),
        (0.4, "close-up"),
        (0.2, "medium shot"),
        (0.08, "long shot"),
    ],
)
def test_the_size_of_the_largest_face_tells_the_size_of_the_shot(caption_of, height, size) -> None:
    assert size in caption_of(SEGMENT, shot(), face("t0.1", height=height)).tags


@pytest.mark.parametrize(
    ("motion", "word"), [(0.0, "still"), (0.003, "slow"), (0.01, "lively"), (0.05, "frantic")]
)
def test_motion_has_four_degrees(caption_of, motion, word) -> None:
    assert word in caption_of(SEGMENT, shot(motion=motion)).tags


@pytest.mark.parametrize(("brightness", "word"), [(0.1, "dark"), (0.3, "dim"), (0.8, "bright")])
def test_light_is_told_where_it_is_unusual(caption_of, brightness, word) -> None:
    assert word in caption_of(SEGMENT, shot(brightness=brightness)).tags
    assert not {"dark", "dim", "bright"} & set(caption_of(SEGMENT, shot(brightness=0.5)).tags)


def test_black_and_white_is_seen_by_its_want_of_colour(caption_of) -> None:
    caption = caption_of(SEGMENT, shot(saturation=0.01))
    assert "in black and white" in caption.words
    assert "black and white" in caption.tags


def test_a_black_picture_is_only_black(caption_of) -> None:
    nothing = shot(brightness=0.0, saturation=0.0, motion=0.0)
    assert caption_of(SEGMENT, nothing).words == "The picture is black."


def test_what_moves_in_the_dark_is_no_black_picture(caption_of) -> None:
    assert caption_of(SEGMENT, shot(brightness=0.02, motion=0.007)).words == (
        "A shot, dark, lively. No face can be seen."
    )


def test_quick_cutting_is_told(caption_of) -> None:
    caption = caption_of(SEGMENT, *(shot(k, k + 1) for k in range(12)))
    assert caption.words.startswith("12 shots, moving slowly, quickly cut.")


def test_what_one_face_shows_is_no_feeling_to_be_told_without_its_confidence(caption_of) -> None:
    known = (SEGMENT, shot(), face("t0.1"), person("t0.1"))
    assert caption_of(*known, feeling("t0.1", "anger", share=0.9)) == caption_of(*known)


def test_text_songs_and_noises_are_told(caption_of) -> None:
    sign = ScreenText(
        span=span(1, 3), words="EXIT", box=Box(x=0.1, y=0.1, width=0.1, height=0.1), confidence=0.9
    )
    caption = caption_of(
        SEGMENT,
        sign,
        line("La la", manner="song"),
        line("door slams", 3, manner="sound"),
        line("Thunder", 5, manner="sound"),
    )
    assert caption.words == (
        '"EXIT" can be read in the picture. Somebody sings: "La la". '
        "Sounds are heard: door slams and thunder."
    )
    assert caption.tags == ("text", "song", "sound")


def test_a_long_line_is_cut_at_a_word(caption_of) -> None:
    caption = caption_of(SEGMENT, line("word " * 60))
    assert caption.words.endswith('word…"')
    assert len(caption.words) < 130


def test_nothing_known_makes_no_caption(caption_of) -> None:
    assert caption_of(SEGMENT) is None
    assert caption_of() is None


def test_a_line_over_a_border_is_told_once(make_film, scene_of) -> None:
    film = make_film(scenes=[((90, 90, 90), 1)])
    known = [Segment(span=span(0, 10), index=0), Segment(span=span(10, 20), index=1), line("Wait!", 9.5)]
    captions = describe(scene_of(film, span(0, 20), known), Args()).findings
    assert [caption.span.start_s for caption in captions] == [0]


def heard(what: str, start_s: float, end_s: float, confidence: float = 0.9) -> Sound:
    return Sound(span=span(start_s, end_s), what=what, confidence=confidence, level_dbfs=-20)


@pytest.mark.parametrize(
    ("sounds", "told", "tags"),
    [
        ([heard("music", 0, 6), heard("music", 6, 11.5)], "Music plays throughout.", ("music",)),
        ([heard("music", 3, 7)], "Music plays.", ("music",)),
        ([heard("silence", 0, 8)], "Mostly it is silent.", ("silence",)),
        ([heard("silence", 0, 12)], "The sound track itself is silent.", ("silence",)),
        ([heard("music", 0, 1)], "", ()),
        ([heard("music", 0, 12, confidence=0.6)], "", ()),
        ([heard("effects", 0, 12), heard("speech", 0, 12)], "", ()),
    ],
)
def test_music_and_silence_are_told_where_they_are_plain(caption_of, sounds, told, tags) -> None:
    before = caption_of(SEGMENT, line("Go."))
    caption = caption_of(SEGMENT, line("Go."), *sounds)
    assert caption.words == f"{before.words} {told}".strip()
    assert caption.tags == (*before.tags, *tags)


def test_where_nothing_is_captioned_either_it_is_silent(caption_of) -> None:
    assert caption_of(SEGMENT, heard("silence", 0, 12)).words.endswith("It is silent.")
