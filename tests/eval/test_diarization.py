"""The diarization error rate, by hand-worked conversations, and on a real recording."""

import numpy as np
import pytest

from storyreel.errors import StoryreelError
from storyreel.eval.diarization import Spoken, diarization_error, errors, read_rttm
from storyreel.memory.records import Span


def spoken(*turns: tuple[str, float, float]) -> list[Spoken]:
    return [Spoken(who, Span(start_s=start_s, end_s=end_s)) for who, start_s, end_s in turns]


TRUTH = spoken(("anna", 0, 10), ("ben", 10, 20), ("anna", 20, 30))


def test_the_same_turns_by_other_names_are_right() -> None:
    result = errors(TRUTH, spoken(("v2", 0, 10), ("v1", 10, 20), ("v2", 20, 30)))
    assert (result.rate, result.spoken_s) == (0, 30)


def test_what_is_missed_invented_and_confused_is_told_apart() -> None:
    found = spoken(("x", 0, 10), ("y", 12, 20), ("y", 20, 25), ("x", 25, 33))
    result = errors(TRUTH, found)
    assert (result.missed_s, result.invented_s, result.confused_s) == (2, 3, 5)
    assert result.rate == pytest.approx(10 / 30)


def test_one_voice_for_all_is_matched_to_who_speaks_most() -> None:
    result = errors(TRUTH, spoken(("v", 0, 30)))
    assert (result.missed_s, result.invented_s, result.confused_s) == (0, 0, 10)


def test_two_at_once_count_twice() -> None:
    truth = spoken(("anna", 0, 10), ("ben", 5, 10))
    alone = errors(truth, spoken(("v", 0, 10)))
    assert (alone.spoken_s, alone.missed_s, alone.confused_s) == (15, 5, 0)
    both = errors(truth, spoken(("v", 0, 10), ("w", 5, 10)))
    assert both.rate == 0
    assert errors(spoken(("anna", 0, 10)), spoken(("v", 0, 10), ("w", 5, 10))).invented_s == 5


def test_the_matching_that_confuses_least_is_taken_not_the_greediest() -> None:
    truth = spoken(("anna", 0, 10), ("ben", 10, 19))
    found = spoken(("x", 0, 6), ("y", 6, 10), ("x", 10, 17), ("y", 17, 19))
    # x shares 7 s with ben and 6 s with anna, y shares 4 s with anna and 2 s with ben
    assert errors(truth, found).confused_s == 19 - (7 + 4)


def test_speech_where_nobody_speaks_is_all_wrong_and_silence_all_right() -> None:
    assert errors([], spoken(("v", 1, 2))).rate == 1
    assert errors([], []).rate == 0


def test_rttm_is_read_by_recording(tmp_path) -> None:
    path = tmp_path / "both.rttm"
    path.write_text(
        "SPEAKER one 1 0.50 1.25 <NA> <NA> anna <NA> <NA>\n\n"
        ";; a remark\nSPEAKER two 1 3 1 <NA> <NA> ben <NA> <NA>\n",
        encoding="utf-8",
    )
    assert read_rttm(path) == {"one": spoken(("anna", 0.5, 1.75)), "two": spoken(("ben", 3, 4))}
    (tmp_path / "silent.rttm").write_text("", encoding="utf-8")
    assert read_rttm(tmp_path / "silent.rttm") == {"silent": []}
    for line in (
        "SPEAKER one 1 0.50",
        "SPEAKER one 1 soon 1 <NA> <NA> anna <NA>",
        "SPEAKER one 1 2 -1 a b c",
    ):
        path.write_text(line, encoding="utf-8")
        with pytest.raises(StoryreelError, match=r"'both.rttm', line 1"):
            read_rttm(path)


def test_a_folder_is_measured_as_a_whole(tmp_path, film_writer) -> None:
    from scipy.io import wavfile

    from storyreel.tools import weights

    file = "sense_and_sensibility_01_austen_64kb-0880.wav"
    rate_hz, samples = wavfile.read(weights.path("narration", file))
    sound = np.repeat(samples.astype(np.float32) / 32768, 48_000 // rate_hz)
    film_writer(tmp_path / "reading.m4a", sounds=[sound])
    film_writer(tmp_path / "silence.m4a", sounds=[np.zeros(96_000, np.float32)])
    film_writer(tmp_path / "unknown.m4a", sounds=[np.zeros(48_000, np.float32)])
    length_s = len(sound) / 48_000
    (tmp_path / "reading.rttm").write_text(f"SPEAKER reading 1 0 {length_s} <NA> <NA> her <NA> <NA>\n")
    (tmp_path / "silence.rttm").touch()
    rows = {row.metric: row for row in diarization_error(tmp_path)}
    assert rows["DER"].set == tmp_path.name
    assert rows["DER"].value < 0.3
    assert rows["DER"].n == round(length_s)
    parts = sum(rows[f"DER, {part}"].value for part in ("missed", "invented", "confused"))
    assert parts == pytest.approx(rows["DER"].value)


def test_a_folder_without_truth_is_an_error(tmp_path) -> None:
    with pytest.raises(StoryreelError, match="no recording with an RTTM"):
        diarization_error(tmp_path)
