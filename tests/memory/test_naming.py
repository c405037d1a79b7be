"""Names from what a film says: given where the film is clear, only mentioned where it is not."""

import pytest

from storyreel.agent.recall.named import other_names
from storyreel.memory.casting import reconcile
from storyreel.memory.characters import characters, merge, rename, resolve, split
from storyreel.memory.name_forms import is_same_name, one_form_each
from storyreel.memory.naming import NAMED_FROM, best_names, evidence_by_character
from storyreel.memory.records import NameClaim, NameEvidence
from storyreel.memory.speakers import Speaker


def claim(line, name, source="vocative", **more):
    return NameClaim(
        span=line.span,
        name=name,
        source=source,
        about=line.utterance_id,
        words=line.words,
        confidence=0.8,
        **more,
    )


def talk(make, *who_says_what):
    """Lines one after another, and who says them."""
    lines = [make.line(k, words, 3 * k) for k, (_, words) in enumerate(who_says_what)]
    speakers = {
        line.utterance_id: Speaker(who, 1.0, "label")
        for line, (who, _) in zip(lines, who_says_what, strict=True)
        if who
    }
    return lines, speakers


def weighed(lines, speakers, claims, people=("P1", "P2", "P3")):
    found = evidence_by_character(people, claims, lines, speakers, {})
    return {who: {one.name: one.confidence for one in evidence} for who, evidence in found.items()}


class TestWhoAnswers:
    def test_who_answers_twice_bears_the_name(self, make):
        lines, speakers = talk(
            make, ("P1", "Data?"), ("P2", "Yes."), ("P1", "Where, Data?"), ("P2", "Here."), ("P3", "Hm.")
        )
        found = weighed(lines, speakers, [claim(lines[0], "Data"), claim(lines[2], "Data")])
        assert found["P2"]["Data"] >= NAMED_FROM
        assert set(found) == {"P2"}

    def test_nobody_calls_themselves(self, make):
        lines, speakers = talk(make, *[("P1", "Data!"), ("P2", "What?")] * 3)
        found = weighed(lines, speakers, [claim(line, "Data") for line in lines[::2]], people=("P1", "P2"))
        assert "P1" not in found

    def test_who_speaks_of_data_is_not_data(self, make):
        lines, speakers = talk(make, ("P1", "Data?"), ("P2", "Ask Data."), ("P3", "Why?"))
        calls = [claim(lines[0], "Data")]
        alone = weighed(lines, speakers, calls)["P2"]["Data"]
        with_mention = weighed(lines, speakers, [*calls, claim(lines[1], "Data", "mention")])
        assert with_mention["P2"]["Data"] < NAMED_FROM <= alone

    def test_a_mention_alone_names_nobody(self, make):
        lines, speakers = talk(make, ("P1", "Ask Data."), ("P2", "Yes."))
        assert weighed(lines, speakers, [claim(lines[0], "Data", "mention")]) == {}

    def test_with_unknown_speakers_nothing_is_said(self, make):
        lines, speakers = talk(make, (None, "Data?"), (None, "Yes."))
        assert weighed(lines, speakers, [claim(lines[0], "Data")]) == {}

    def test_a_name_between_two_is_sure_of_neither(self, make):
        pause = [(None, "Hm.")] * 4
        lines, speakers = talk(make, ("P1", "Data?"), ("P2", "Yes."), *pause, ("P1", "Data?"), ("P3", "Yes."))
        found = weighed(lines, speakers, [claim(lines[0], "Data"), claim(lines[6], "Data")])
        assert all(one["Data"] < NAMED_FROM for one in found.values())

    def test_an_answer_after_a_long_pause_is_none(self, make):
        lines = [make.line(0, "Data?", 0), make.line(1, "Well.", 90)]
        speakers = {"u0": Speaker("P1", 1.0, "label"), "u1": Speaker("P2", 1.0, "label")}
        assert weighed(lines, speakers, [claim(lines[0], "Data")]) == {}

    def test_faces_that_are_shown_while_called_are_not_taken_for_those_who_call(self, make):
        lines, _ = talk(make, (None, "Data?"), (None, "Yes."))
        speakers = {"u0": Speaker("P2", 0.7, "face"), "u1": Speaker("P2", 0.7, "face")}
        assert weighed(lines, speakers, [claim(lines[0], "Data")])["P2"]["Data"] > 0.3

    def test_who_introduces_themselves_bears_the_name_and_one_joke_does_not_undo_it(self, make):
        lines, speakers = talk(
            make, ("P1", "My name is Anna."), ("P2", "I'm Anna!"), ("P2", "Anna?"), ("P1", "Yes."),
            ("P2", "Come, Anna."), ("P1", "No."),
        )  # fmt: skip
        claims = [claim(lines[0], "Anna", "introduction"), claim(lines[1], "Anna", "introduction")]
        claims += [claim(lines[2], "Anna"), claim(lines[4], "Anna")]
        assert weighed(lines, speakers, claims)["P1"]["Anna"] >= NAMED_FROM

    def test_who_says_a_name_by_voice_or_mouth_hardly_bears_it(self, make):
        lines, _ = talk(make, (None, "Look, Celia, listen."), (None, "We can."), (None, "No."))
        speakers = {
            "u0": Speaker("P1", 0.6, "mouth"),
            "u1": Speaker("P1", 0.9, "mouth"),
            "u2": Speaker("P2", 0.8, "voice"),
        }
        found = weighed(lines, speakers, [claim(lines[0], "Celia")], people=("P1", "P2"))
        assert found["P2"]["Celia"] > 2 * found["P1"]["Celia"]

    def test_who_firmly_bears_one_name_is_not_perhaps_another(self, make):
        lines, _ = talk(
            make, (None, "You're a jerk, Tom."), (None, "Look, Celia."), (None, "So."), (None, "No.")
        )
        speakers = {
            "u1": Speaker("P1", 0.56, "mouth"),
            "u2": Speaker("P1", 0.9, "mouth"),
            "u3": Speaker("P2", 0.8, "voice"),
        }
        calls = [claim(lines[0], "Tom"), claim(lines[1], "Celia")]
        found = weighed(lines, speakers, calls, people=("P1", "P2"))
        assert set(found["P1"]) == {"Tom"}
        assert found["P1"]["Tom"] >= NAMED_FROM
        assert set(found["P2"]) == {"Celia"}

    def test_a_name_that_is_known_to_be_anothers_is_hardly_theirs_who_answer(self, make):
        lines, speakers = talk(make, ("P1", "Data?"), ("P2", "Yes."))
        calls = [claim(lines[0], "Data")]
        alone = weighed(lines, speakers, calls)["P2"]["Data"]
        found = evidence_by_character(("P1", "P2", "P3"), calls, lines, speakers, {}, {"P3": "Lt. Data"})
        assert all(one.confidence < NAMED_FROM <= alone for one in found.get("P2", []))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("DATA", "Data", True),
        ("Lt. Data", "data", True),
        ("Anna", "Young Anna", False),
        ("Anna", "Annabel", False),
        ("Ross Geller", "Monica Geller", False),
        ("Anna", "", False),
    ],
)
def test_a_name_is_the_same_whole_or_in_part_in_any_letters(one, other, same):
    assert is_same_name(one, other) is same


def test_ways_of_writing_a_name_are_one_unless_two_people_share_it():
    assert one_form_each(["Ross", "Ross", "Ross Geller"]) == {"Ross": "Ross", "Ross Geller": "Ross"}
    shared = one_form_each(["Geller", "Ross Geller", "Monica Geller"])
    assert shared["Geller"] == "Geller"
    assert shared["Ross Geller"] != shared["Monica Geller"]


def test_sources_that_agree_are_worth_more_together():
    some = [NameEvidence(source="dialogue", name=name, text="", confidence=0.6) for name in ("Anna", "ANNA")]
    [(name, confidence)] = best_names(some)
    assert (name, confidence) == ("Anna", pytest.approx(0.84))


@pytest.fixture
def two_people(tell, make):
    tracks = [make.track("t0.1", 0, 40, person=1), make.track("t1.1", 50, 70, person=2)]
    tell("faces", *tracks)
    tell("people", *(make.cluster(one) for one in tracks))
    return tracks


def looks_like(name, cluster, confidence=0.95):
    return NameClaim(
        span=cluster.span, name=name, source="cast picture", about=f"p:{cluster.track_id}",
        words=f"{name}.jpg", confidence=confidence,
    )  # fmt: skip


def names(library, film):
    return [one.name for one in characters(library.facts, film.id)]


class TestCharacters:
    def test_a_cast_picture_names_whom_it_is_like(self, library, film, two_people, tell):
        tell("cast", looks_like("Jane Doe", two_people[1]))
        assert names(library, film) == ["Person 1", "Jane Doe"]
        [evidence] = characters(library.facts, film.id)[1].name_evidence
        assert (evidence.source, evidence.name) == ("cast picture", "Jane Doe")
        assert "'Jane Doe.jpg'" in evidence.text

    @pytest.mark.parametrize(
        ("confidence", "name", "labels"), [(0.95, "Anna", ("Anna",)), (0.8, "Ben", ("Ben",))]
    )
    def test_a_sure_cast_picture_goes_before_the_lines_that_a_face_is_seen_with(
        self, library, film, two_people, tell, make, confidence, name, labels
    ):
        """She is shown while Ben talks, and only once while she does herself."""
        tell("cast", looks_like("Anna", two_people[0], confidence))
        lines = [make.line(k, "And then?", 4 * k, 4 * k + 2, speaker="BEN") for k in range(1, 6)]
        tell("dialogue", *lines, make.line(9, "No.", 30, 32, speaker="ANNA"))
        first = characters(library.facts, film.id)[0]
        assert (first.name, first.speaker_labels) == (name, labels)

    def test_with_the_credits_it_names_the_role(self, library, film, two_people, tell):
        tell("cast", looks_like("Jane Doe", two_people[1]))
        tell(
            "names",
            NameClaim(
                span=film.span,
                name="Anna",
                source="credits",
                words="Anna … Jane Doe",
                confidence=0.9,
                actor="JANE DOE",
            ),
        )
        assert names(library, film) == ["Person 1", "Anna"]

    def test_what_is_too_weak_is_mentioned_and_names_nobody(self, library, film, two_people, tell):
        tell("cast", looks_like("Anna", two_people[0], 0.5))
        first = characters(library.facts, film.id)[0]
        assert (first.name, first.is_named) == ("Person 1", False)
        assert [one.name for one in first.name_evidence] == ["Anna"]

    def test_one_name_for_two_goes_to_the_likelier_and_both_are_told(self, library, film, two_people, tell):
        tell("cast", looks_like("Anna", two_people[0], 0.85), looks_like("Anna", two_people[1], 0.95))
        first, second = characters(library.facts, film.id)
        assert (first.name, second.name) == ("Person 1", "Anna")
        assert [one.name for one in first.name_evidence] == ["Anna"]

    def test_two_names_for_one_are_both_told_the_likelier_first(self, library, film, two_people, tell):
        tell("cast", looks_like("Ben", two_people[0], 0.82), looks_like("Anna", two_people[0], 0.9))
        first = characters(library.facts, film.id)[0]
        assert first.name == "Anna"
        assert [one.name for one in first.name_evidence] == ["Anna", "Ben"]

    def test_the_user_wins_and_the_rest_is_still_told(self, library, film, two_people, tell):
        tell("cast", looks_like("Anna", two_people[0]))
        renamed = rename(library.facts, film.id, "P1", "Beatrice")
        assert renamed.name == "Beatrice"
        assert [(one.source, one.name) for one in renamed.name_evidence] == [
            ("user", "Beatrice"),
            ("cast picture", "Anna"),
        ]

    def test_a_name_that_the_user_gave_to_one_is_not_anothers(self, library, film, two_people, tell):
        rename(library.facts, film.id, "P2", "Anna")
        tell("cast", looks_like("Anna", two_people[0]))
        assert names(library, film) == ["Person 1", "Anna"]

    def test_names_go_with_the_faces_when_people_are_put_right(self, library, film, tell, make):
        tracks = [make.track("t0.1", 0, 40), make.track("t1.1", 50, 60), make.track("t2.1", 70, 75, person=2)]
        tell("faces", *tracks)
        tell("people", make.cluster(*tracks[:2]), make.cluster(tracks[2]))
        tell("cast", looks_like("Anna", tracks[0]))
        split(library.facts, film.id, "P1", ["t1.1"])
        assert resolve(library.facts, film.id, "Anna").tracks == ("t0.1",)
        merge(library.facts, film.id, "P2", "P1")
        assert resolve(library.facts, film.id, "Anna").id == "P2"

    def test_a_script_labels_lines_and_names_faces_and_who_is_only_heard(
        self, library, film, two_people, tell, make
    ):
        lines = [make.line(k, "Hm.", s) for k, s in enumerate((2, 12, 52, 80))]
        tell("dialogue", *lines)
        who = ("ANNA", "ANNA", "BEN", "NARRATOR")
        tell("names", *(claim(line, name, "script") for line, name in zip(lines, who, strict=True)))
        first, second, *heard = characters(library.facts, film.id)
        assert (first.name, second.name) == ("Anna", "Person 2")
        assert [one.name for one in heard] == ["Ben", "Narrator"]
        assert {one.name_evidence[0].source for one in (first, *heard)} == {"script"}

    def test_a_label_of_the_subtitles_goes_before_the_script(self, library, film, two_people, tell, make):
        line = make.line(1, "Hm.", 80, speaker="ANNA")
        tell("dialogue", line)
        tell("names", claim(line, "DORA", "script"))
        heard = characters(library.facts, film.id)[-1]
        assert (heard.name, heard.name_evidence[0].source) == ("Anna", "subtitle label")

    def test_who_is_named_takes_the_lines_that_are_labelled_so(self, library, film, two_people, tell, make):
        tell("dialogue", make.line(1, "Well.", 80, speaker="ANNA"))
        assert names(library, film) == ["Person 1", "Person 2", "Anna"]
        tell("cast", looks_like("Anna", two_people[0]))
        assert names(library, film) == ["Anna", "Person 2"]
        assert characters(library.facts, film.id)[0].speaker_labels == ("Anna",)

    @pytest.mark.parametrize("name", ["Robert'); DROP TABLE films; --", "🦊", "$(reboot)", "千と千尋"])
    def test_names_of_every_kind(self, library, film, two_people, tell, name):
        tell("cast", looks_like(name, two_people[0]))
        assert names(library, film) == [name, "Person 2"]

    def test_reconciling_twice_changes_nothing(self, library, film, two_people, tell):
        tell("cast", looks_like("Anna", two_people[0]), looks_like("Ben", two_people[1], 0.5))
        before = characters(library.facts, film.id)
        assert reconcile(library.facts, film.id) == []
        assert characters(library.facts, film.id) == before

    def test_who_is_only_heard_counts_among_those_who_may_bear_a_name_from_the_first(
        self, library, film, tell, make
    ):
        tracks = [make.track("t0.1", 0, 5), make.track("t0.2", 10, 13, person=2), make.track("t1.1", 30, 34)]
        tell("faces", *tracks)
        tell("people", make.cluster(tracks[1]), make.cluster(tracks[0], tracks[2]))
        lines = [
            make.line(1, "Well, Dora.", 3.5, 4.5, speaker="BEN"),
            make.line(2, "Anna?", 12.6, 13.6, speaker="DORA"),
            make.line(3, "Well.", 12.7, 13.7),
            make.line(4, "So?", 18.6, 19.6, speaker="BEN"),
            make.line(5, "I am Dora.", 31.9, 32.9, speaker="DORA"),
            make.line(6, "Anna!", 33.6, 34.6, speaker="ANNA"),
        ]
        tell("dialogue", *lines)
        said = [(0, "Dora", "vocative"), (1, "Anna", "vocative"), (2, "Anna", "mention")]
        said += [(4, "Dora", "introduction"), (5, "Anna", "vocative")]
        tell("names", *(claim(lines[place], name, source) for place, name, source in said))
        before = characters(library.facts, film.id)
        assert reconcile(library.facts, film.id) == []
        assert characters(library.facts, film.id) == before

    def test_a_name_in_other_letters_is_no_other_name(self, library, film, two_people, tell, make):
        tell("dialogue", *(make.line(k, "Well.", 2 + 3 * k, speaker="ANNA") for k in range(3)))
        tell("cast", looks_like("ANNA", two_people[0]))
        first = characters(library.facts, film.id)[0]
        assert (first.name, other_names(first)) == ("Anna", ())
