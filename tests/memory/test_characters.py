"""Characters: people with ids that stay, names with reasons, and a user who is always right."""

import pytest

from storyreel.errors import QuestionError
from storyreel.memory.characters import characters, merge, reconcile, rename, resolve, split
from storyreel.memory.timeline import presence, screen_time_s, speech_time_s


@pytest.fixture
def tracks(make):
    """Two people: 1 for twelve seconds in three tracks, 2 for three in one."""
    return {
        "t0.1": make.track("t0.1", 0, 5, person=1),
        "t0.2": make.track("t0.2", 10, 13, person=2),
        "t1.1": make.track("t1.1", 30, 34, person=1),
        "t1.2": make.track("t1.2", 40, 43, person=1),
    }


@pytest.fixture
def two_people(tell, tracks, make):
    tell("faces", *tracks.values())
    tell("people", make.cluster(tracks["t0.2"]), make.cluster(tracks["t0.1"], tracks["t1.1"], tracks["t1.2"]))


def everybody(library, film):
    return {one.id: (one.name, one.tracks) for one in characters(library.facts, film.id)}


def test_numbers_go_by_screen_time_when_first_met(library, film, two_people):
    assert everybody(library, film) == {
        "P1": ("Person 1", ("t0.1", "t1.1", "t1.2")),
        "P2": ("Person 2", ("t0.2",)),
    }
    assert not any(one.is_named for one in characters(library.facts, film.id))


def test_characters_follow_the_facts_without_being_asked_to(library, film, two_people, tell):
    assert len(everybody(library, film)) == 2
    tell("people")
    assert everybody(library, film) == {}


def test_ids_stay_when_more_of_the_film_makes_other_clusters(library, film, two_people, tracks, tell, make):
    everybody(library, film)
    more = [make.track("t3.1", 90, 119, person=2), make.track("t3.2", 90, 95, person=3, x=0.7)]
    tell("faces", *tracks.values(), *more)
    tell(
        "people",
        make.cluster(tracks["t0.2"], more[0]),
        make.cluster(more[1]),
        make.cluster(*(tracks[name] for name in ("t0.1", "t1.1", "t1.2"))),
    )
    assert {id_: names for id_, (_, names) in everybody(library, film).items()} == {
        "P1": ("t0.1", "t1.1", "t1.2"),
        "P2": ("t0.2", "t3.1"),
        "P3": ("t3.2",),
    }, "P2 is longer on screen than P1 now, and still P2"


def test_an_id_is_never_given_twice(library, film, two_people, tracks, tell, make):
    everybody(library, film)
    tell("people", make.cluster(tracks["t0.1"], tracks["t1.1"], tracks["t1.2"]))
    assert list(everybody(library, film)) == ["P1"]
    stranger = make.track("t2.1", 60, 80, person=7)
    tell("faces", *tracks.values(), stranger)
    tell("people", make.cluster(tracks["t0.1"], tracks["t1.1"], tracks["t1.2"]), make.cluster(stranger))
    assert list(everybody(library, film)) == ["P1", "P3"]


def test_people_are_known_again_by_their_looks_when_every_track_has_a_new_name(
    library, film, two_people, tell, make
):
    everybody(library, film)
    new = [
        make.track("t0.8", 1, 30, person=2),
        make.track("t0.9", 40, 45, person=1),
        make.track("t9.9", 50, 52, person=5),
    ]
    tell("faces", *new, version="2")
    tell("people", *(make.cluster(one) for one in new))
    assert {id_: names for id_, (_, names) in everybody(library, film).items()} == {
        "P1": ("t0.9",),
        "P2": ("t0.8",),
        "P3": ("t9.9",),
    }


def test_anchors_are_few_and_from_the_characters_own_tracks(library, film, tell, make):
    many = [make.track(f"t0.{k}", k, k + 0.9, person=1) for k in range(20)]
    tell("faces", *many)
    tell("people", make.cluster(*many))
    [one] = characters(library.facts, film.id)
    assert 2 <= len(one.anchors) <= 8
    assert len({anchor.embedding for anchor in one.anchors}) == len(one.anchors)
    assert {anchor.track_id for anchor in one.anchors} <= set(one.tracks)


def test_reconciling_twice_changes_nothing(library, film, two_people):
    before = characters(library.facts, film.id)
    assert reconcile(library.facts, film.id) == []
    assert characters(library.facts, film.id) == before


class TestNamesFromSubtitles:
    def test_a_label_that_goes_with_one_face_names_it_and_says_why(
        self, library, film, two_people, tell, make
    ):
        tell(
            "dialogue",
            make.line(1, "Come in.", 1, speaker="LA FORGE"),
            make.line(2, "Sit.", 31, speaker="La Forge"),
            make.line(3, "So.", 41, speaker="LA FORGE"),
            make.line(4, "Well.", 11, speaker="LA FORGE"),
        )
        first, second = characters(library.facts, film.id)
        assert (first.name, second.name) == ("La Forge", "Person 2")
        [evidence] = first.name_evidence
        assert (evidence.source, evidence.time_s) == ("subtitle label", 1)
        assert "3 of 4 lines" in evidence.text
        assert evidence.confidence == pytest.approx(4 / 6)

    def test_one_line_is_not_enough(self, library, film, two_people, tell, make):
        tell("dialogue", make.line(1, "Come in.", 1, speaker="ANNA"))
        assert [one.name for one in characters(library.facts, film.id)] == ["Person 1", "Person 2", "Anna"]

    @pytest.mark.parametrize(
        ("label", "name"),
        [("MRS. HALL", "Mrs. Hall"), ("FREDERICK'S VOICE", "Frederick's Voice"), ("O'BRIEN", "O'Brien")],
    )
    def test_capitals_are_written_as_names_are(self, library, film, tell, make, label, name):
        tell("dialogue", make.line(1, "Hello?", 1, speaker=label))
        assert [one.name for one in characters(library.facts, film.id)] == [name]

    @pytest.mark.parametrize("label", ["PERSON 1", "P2"])
    def test_a_label_that_is_a_number_names_nobody(self, library, film, two_people, tell, make, label):
        tell("dialogue", make.line(1, "Hello?", 60, speaker=label))
        *_, heard = characters(library.facts, film.id)
        assert (heard.id, heard.name, heard.is_named) == ("P3", "Person 3", False)
        assert label.casefold() in heard.name_evidence[0].text.casefold()

    def test_who_is_only_heard_is_somebody_too(self, library, film, tell, make):
        tell(
            "dialogue", make.line(1, "Hello?", 1, speaker="COMPUTER"), make.line(2, "Hey!", 4, speaker="ALL")
        )
        [one] = characters(library.facts, film.id)
        assert (one.id, one.name, one.tracks, one.is_named) == ("P1", "Computer", (), True)
        assert speech_time_s(library.facts, film.id, "P1") == 2

    def test_somebody_heard_first_and_seen_later_keeps_what_the_user_called_them(
        self, library, film, two_people, tell, make
    ):
        first = make.line(1, "Come in.", 60, speaker="ANNA")
        tell("dialogue", first)
        rename(library.facts, film.id, "Anna", "Anna Karenina")
        tell(
            "dialogue",
            first,
            make.line(2, "Sit.", 1, speaker="ANNA"),
            make.line(3, "So.", 31, speaker="ANNA"),
        )
        assert everybody(library, film)["P1"] == ("Anna Karenina", ("t0.1", "t1.1", "t1.2"))
        assert list(everybody(library, film)) == ["P1", "P2"]


class TestCorrections:
    def test_the_users_name_wins_and_stays(self, library, film, two_people, tell, tracks, make):
        tell("dialogue", *(make.line(k, "Hm.", k, speaker="ANNA") for k in (0, 2, 31)))
        renamed = rename(library.facts, film.id, "anna", "Beatrice")
        assert (renamed.id, renamed.name, renamed.name_evidence[0].source) == ("P1", "Beatrice", "user")
        tell("people", make.cluster(*(tracks[name] for name in ("t0.1", "t1.1", "t1.2"))), version="2")
        assert everybody(library, film)["P1"][0] == "Beatrice"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("  Mary  Ann\n Smith\t", "Mary Ann Smith"),
            ('"Doc" O\'Neil', '"Doc" O\'Neil'),
            ("Дарья", "Дарья"),
            ("千と千尋", "千と千尋"),
            ("Z" * 100, "Z" * 100),
            ("Robert'); DROP TABLE films; --",) * 2,
        ],
    )
    def test_names_of_every_kind(self, library, film, two_people, typed, kept):
        assert rename(library.facts, film.id, "P2", typed).name == kept
        assert resolve(library.facts, film.id, kept).id == "P2"

    @pytest.mark.parametrize("typed", ["", " \n ", "x" * 10_000, "P1", "person 1", "\x00\x1b"])
    def test_names_that_are_none(self, library, film, two_people, typed):
        with pytest.raises(QuestionError) as error:
            rename(library.facts, film.id, "P2", typed)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 200

    def test_merged_people_stay_merged_and_keep_the_name(self, library, film, two_people, tracks, tell, make):
        rename(library.facts, film.id, "P2", "Anna")
        merged = merge(library.facts, film.id, "P1", "Anna")
        assert (merged.id, merged.name, merged.tracks) == ("P1", "Anna", ("t0.1", "t0.2", "t1.1", "t1.2"))
        tell(
            "people", make.cluster(tracks["t0.2"]), make.cluster(tracks["t0.1"]), make.cluster(tracks["t1.1"])
        )
        assert {id_: names for id_, (_, names) in everybody(library, film).items()} == {
            "P1": ("t0.1", "t0.2", "t1.1"),
        }, "whoever the user took for one is one"

    def test_a_merge_outlives_that_the_tool_merges_them_too(
        self, library, film, two_people, tracks, tell, make
    ):
        merge(library.facts, film.id, "P2", "P1")
        tell("people", make.cluster(*tracks.values()))
        assert list(everybody(library, film)) == ["P2"]

    def test_a_voice_and_a_face_can_be_made_one(self, library, film, two_people, tell, make):
        tell("dialogue", make.line(1, "Well.", 60, speaker="ANNA"))
        merged = merge(library.facts, film.id, "P2", "Anna")
        assert (merged.name, merged.tracks, merged.speaker_labels) == ("Anna", ("t0.2",), ("Anna",))
        assert speech_time_s(library.facts, film.id, "P2") == 2

    def test_a_split_makes_somebody_new_and_stays(self, library, film, two_people, tracks, tell, make):
        new = split(library.facts, film.id, "P1", ["t1.2"])
        assert (new.id, new.name, new.tracks) == ("P3", "Person 3", ("t1.2",))
        assert everybody(library, film)["P1"][1] == ("t0.1", "t1.1")
        tell("people", make.cluster(*tracks.values()), version="2")
        assert everybody(library, film)["P3"][1] == ("t1.2",)

    def test_a_split_means_the_face_not_the_name_of_its_track(self, library, film, two_people, tell, make):
        split(library.facts, film.id, "P1", ["t1.2"])
        new = [
            make.track("t1.2", 30, 34, person=1),
            make.track("t1.7", 39, 44, person=1),
            make.track("t1.8", 39, 44, person=2, x=0.0),
        ]
        tell("faces", *new, version="2")
        tell("people", make.cluster(*new), version="2")
        assert everybody(library, film)["P3"][1] == ("t1.7",)

    def test_a_correction_without_an_object_waits_and_is_told_of(
        self, library, film, two_people, tell, tracks, make
    ):
        rename(library.facts, film.id, "P2", "Anna")
        tell("people")
        [note] = reconcile(library.facts, film.id)
        assert "P2" in note
        assert "'Anna'" in note
        tell("people", make.cluster(tracks["t0.2"]))
        assert everybody(library, film) == {"P2": ("Anna", ("t0.2",))}

    @pytest.mark.parametrize(
        ("call", "says"),
        [
            (lambda facts, film: merge(facts, film, "P1", "person 1"), "one person already"),
            (lambda facts, film: merge(facts, film, "P1", "P9"), "Nobody is called 'P9'"),
            (lambda facts, film: split(facts, film, "P1", ["t9.9"]), "no face track t9.9"),
            (lambda facts, film: split(facts, film, "P1", ["t0.2"]), "it has t0.1, t1.1, t1.2"),
            (lambda facts, film: split(facts, film, "P1", []), "none named"),
            (lambda facts, film: split(facts, film, "P2", ["t0.2"]), "nothing to split"),
        ],
    )
    def test_what_makes_no_sense_is_refused_in_one_line(self, library, film, two_people, call, says):
        before = everybody(library, film)
        with pytest.raises(QuestionError, match=says) as error:
            call(library.facts, film.id)
        assert "\n" not in str(error.value)
        assert everybody(library, film) == before


class TestWhoIsMeant:
    @pytest.fixture(autouse=True)
    def named(self, library, film, two_people):
        rename(library.facts, film.id, "P1", "Jean-Luc Picard")
        rename(library.facts, film.id, "P2", "Luca Brasi")

    @pytest.mark.parametrize(
        "who", ["P1", "p1", "person 1", "Person  1", "jean-luc picard", "Picard", "JEAN", "picar", "luc"]
    )
    def test_an_id_a_number_a_name_or_a_part_of_it(self, library, film, who):
        assert resolve(library.facts, film.id, who).id == "P1"

    @pytest.mark.parametrize("who", ["a", "Worf", "", "%", "P17", "\n", "x" * 9000])
    def test_nobody_or_more_than_one_says_who_there_is(self, library, film, who):
        with pytest.raises(QuestionError, match=r"Jean-Luc Picard \(P1\)") as error:
            resolve(library.facts, film.id, who)
        assert "\n" not in str(error.value)
        assert len(str(error.value)) < 300

    def test_a_film_without_people_says_so(self, library, make):
        other = make.film("Sintel", "a")
        library.add(other)
        with pytest.raises(QuestionError, match="nobody is known in it yet"):
            resolve(library.facts, other.id, "Anna")


def test_presence_goes_on_over_short_gaps_and_borders_of_reels(library, film, tell, make):
    tracks = [
        make.track("t0.1", 20, 30),
        make.track("t1.1", 30, 35),
        make.track("t1.2", 35.9, 37),
        make.track("t1.3", 39, 40),
    ]
    tell("faces", *tracks)
    tell("people", make.cluster(*tracks))
    assert presence(library.facts, film.id, "P1") == [make.span(20, 37), make.span(39, 40)]
    assert screen_time_s(library.facts, film.id, "P1") == 18
