"""What the user says about people holds, whatever is watched later, until the user takes it back."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from storyreel.errors import QuestionError
from storyreel.memory import journal
from storyreel.memory.characters import characters, forget, merge, reconcile, rename, split, undo
from storyreel.memory.facts import Facts
from storyreel.memory.schema import MIGRATIONS, migrate


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
def cluster(tell, tracks, make):
    """Clusters tracks anew: `cluster("t0.1 t1.1", "t0.2")`."""

    def cluster_(*groups: str, of=tracks, version="1"):
        tell("faces", *of.values(), version=version)
        tell("people", *(make.cluster(*(of[name] for name in group.split())) for group in groups))

    cluster_("t0.2", "t0.1 t1.1 t1.2")
    return cluster_


def everybody(library, film):
    return {one.id: " ".join(one.tracks) for one in characters(library.facts, film.id)}


def names(library, film):
    return {one.id: one.name for one in characters(library.facts, film.id)}


class TestForget:
    def test_who_is_nobody_is_gone_and_stays_so(self, library, film, cluster, tracks, make):
        assert forget(library.facts, film.id, "P2").id == "P2"
        assert everybody(library, film) == {"P1": "t0.1 t1.1 t1.2"}
        more = tracks | {"t3.1": make.track("t3.1", 95, 99, person=2)}
        cluster("t0.2 t3.1", "t0.1 t1.1 t1.2", of=more)
        assert everybody(library, film) == {"P1": "t0.1 t1.1 t1.2"}, (
            "what is like the forgotten is nobody too"
        )
        assert reconcile(library.facts, film.id) == []

    def test_somebody_only_heard_can_be_forgotten(self, library, film, cluster, tell, make):
        tell("dialogue", make.line(1, "Next week…", 100, speaker="CAPTION"))
        assert names(library, film)["P3"] == "Caption"
        forget(library.facts, film.id, "Caption")
        assert "P3" not in names(library, film)
        undo(library.facts, film.id)
        assert names(library, film)["P3"] == "Caption"

    def test_what_was_said_of_them_before_waits_for_nobody(self, library, film, cluster):
        rename(library.facts, film.id, "P2", "Ben")
        merge(library.facts, film.id, "P1", "P2")
        split(library.facts, film.id, "P1", ["t1.2"])
        forget(library.facts, film.id, "P3")
        forget(library.facts, film.id, "P1")
        cluster()  # as the tool finds it now: nobody is like those who are nobody
        assert (everybody(library, film), reconcile(library.facts, film.id)) == ({}, [])
        undo(library.facts, film.id)
        assert reconcile(library.facts, film.id) == [
            "A correction waits, as P2 is not found now: the name 'Ben'.",
            "A correction waits, as P1 is not found now: the merge with P2.",
        ]

    def test_twice_is_refused(self, library, film, cluster):
        forget(library.facts, film.id, "P2")
        with pytest.raises(QuestionError, match=r"P2 .*forgotten") as error:
            forget(library.facts, film.id, "P2")
        assert "\n" not in str(error.value)


class TestUndo:
    @pytest.mark.parametrize(
        "correct",
        [
            lambda facts, film: rename(facts, film, "P2", "Anna"),
            lambda facts, film: merge(facts, film, "P1", "P2"),
            lambda facts, film: merge(facts, film, "P2", "P1"),
            lambda facts, film: split(facts, film, "P1", ["t0.1"]),
            lambda facts, film: split(facts, film, "P1", ["t1.1", "t1.2"]),
            lambda facts, film: forget(facts, film, "P1"),
        ],
        ids=["name", "merge", "merge the longer", "split", "split most", "forget"],
    )
    def test_everything_is_as_before(self, library, film, cluster, correct):
        before = characters(library.facts, film.id)
        correct(library.facts, film.id)
        assert characters(library.facts, film.id) != before
        undo(library.facts, film.id)
        assert characters(library.facts, film.id) == before

    def test_goes_back_step_by_step(self, library, film, cluster):
        rename(library.facts, film.id, "P1", "Anna")
        rename(library.facts, film.id, "P1", "Beatrice")
        merge(library.facts, film.id, "P2", "P1")
        steps = [names(library, film)]
        for _ in range(3):
            undo(library.facts, film.id)
            steps.append(names(library, film))
        assert steps == [
            {"P2": "Beatrice"},
            {"P1": "Beatrice", "P2": "Person 2"},
            {"P1": "Anna", "P2": "Person 2"},
            {"P1": "Person 1", "P2": "Person 2"},
        ]

    def test_ids_return_also_when_faces_were_clustered_anew_meanwhile(self, library, film, cluster):
        merge(library.facts, film.id, "P1", "P2")
        cluster("t0.1 t0.2 t1.1 t1.2")
        assert everybody(library, film) == {"P1": "t0.1 t0.2 t1.1 t1.2"}
        undo(library.facts, film.id)
        cluster("t0.2", "t0.1 t1.1 t1.2")
        assert everybody(library, film) == {"P1": "t0.1 t1.1 t1.2", "P2": "t0.2"}

    def test_a_split_that_moved_most_goes_back_too(self, library, film, cluster):
        split(library.facts, film.id, "P1", ["t0.1", "t1.1"])
        cluster("t0.2", "t0.1 t1.1", "t1.2")
        assert everybody(library, film) == {"P1": "t1.2", "P2": "t0.2", "P3": "t0.1 t1.1"}
        undo(library.facts, film.id)
        cluster("t0.2", "t0.1 t1.1 t1.2")
        assert everybody(library, film) == {"P1": "t0.1 t1.1 t1.2", "P2": "t0.2"}

    def test_two_at_once_undo_two(self, library, film, cluster):
        for name in ("Anna", "Beatrice", "Clara", "Dora"):
            rename(library.facts, film.id, "P1", name)
        with ThreadPoolExecutor(4) as threads:
            undone = list(threads.map(lambda _: undo(library.facts, film.id).name, range(4)))
        assert sorted(undone) == ["Anna", "Beatrice", "Clara", "Dora"]
        assert names(library, film)["P1"] == "Person 1"

    def test_with_nothing_left_is_refused(self, library, film, cluster):
        rename(library.facts, film.id, "P1", "Anna")
        undo(library.facts, film.id)
        with pytest.raises(QuestionError, match="no correction to undo"):
            undo(library.facts, film.id)


class TestClusteredAnew:
    def test_those_like_the_split_go_with_them(self, library, film, cluster):
        split(library.facts, film.id, "P1", ["t1.2"])
        cluster("t0.2", "t0.1", "t1.1 t1.2")
        assert everybody(library, film) == {"P1": "t0.1 t1.1", "P2": "t0.2", "P3": "t1.2"}, (
            "what the user left with P1 is P1's"
        )

    def test_new_faces_go_with_the_split(self, library, film, cluster, tracks, make):
        split(library.facts, film.id, "P1", ["t1.2"])
        more = tracks | {"t3.1": make.track("t3.1", 90, 99, person=1)}
        cluster("t0.2", "t0.1 t1.1", "t1.2 t3.1", of=more)
        assert everybody(library, film) == {"P1": "t0.1 t1.1", "P2": "t0.2", "P3": "t1.2 t3.1"}

    def test_a_newer_tool_may_give_every_track_another_tracks_name(self, library, film, cluster, make):
        rename(library.facts, film.id, "P1", "Anna")
        rename(library.facts, film.id, "P2", "Ben")
        renamed = {
            "t0.1": make.track("t0.1", 9.8, 13, person=2),
            "t0.2": make.track("t0.2", 0, 5.2, person=1),
            "t1.1": make.track("t1.1", 40, 43, person=1),
            "t1.2": make.track("t1.2", 30, 34, person=1),
        }
        cluster("t0.2 t1.1 t1.2", "t0.1", of=renamed, version="2")
        assert everybody(library, film) == {"P1": "t0.2 t1.2 t1.1", "P2": "t0.1"}
        assert names(library, film) == {"P1": "Anna", "P2": "Ben"}

    def test_numbers_survive_that_too_where_nothing_was_told(self, library, film, cluster, make):
        assert everybody(library, film)["P2"] == "t0.2"
        swapped = {
            "t0.1": make.track("t0.1", 10, 13, person=2),
            "t0.2": make.track("t0.2", 0, 5, person=1),
        }
        cluster("t0.2", "t0.1", of=swapped, version="2")
        assert everybody(library, film) == {"P1": "t0.2", "P2": "t0.1"}

    def test_what_a_splitter_left_over_follows_a_merge_before_it(self, library, film, cluster, make):
        merge(library.facts, film.id, "P2", "P1")
        split(library.facts, film.id, "P2", ["t1.1", "t1.2"])
        assert everybody(library, film) == {"P2": "t0.1 t0.2", "P3": "t1.1 t1.2"}
        cluster("t0.1 t0.2", "t1.1 t1.2")
        assert everybody(library, film) == {"P2": "t0.1 t0.2", "P3": "t1.1 t1.2"}


class TestJournal:
    def test_tells_who_is_one_who_is_not_and_who_is_nobody(self, library, film, cluster):
        merge(library.facts, film.id, "P1", "P2")
        split(library.facts, film.id, "P1", ["t1.2"])
        forget(library.facts, film.id, "P3")
        told = {one.moment.track_id: one.person for one in journal.told(library.facts, film.id)}
        assert told == {"t0.1": "P1", "t0.2": "P1", "t1.1": "P1", "t1.2": None}

    def test_keeps_what_was_undone(self, library, film, cluster):
        rename(library.facts, film.id, "P1", "Anna")
        rename(library.facts, film.id, "P1", "Beatrice")
        undo(library.facts, film.id)
        kept = journal.history(library.facts, film.id)
        assert [(entry.correction.name, entry.holds) for entry in kept] == [
            ("Anna", True),
            ("Beatrice", False),
        ]
        assert all(entry.correction.made_at is not None for entry in kept)


class TestAFilmThatIsRemoved:
    @pytest.fixture
    def come_back(self, library, film, cluster):
        """Removes the film, and makes it known again, with faces numbered otherwise if they could be."""

        def come_back_():
            if library.films():
                library.remove(film.id)
            library.add(film)
            cluster("t0.2", "t0.1 t1.1 t1.2")

        return come_back_

    def test_has_its_corrections_again_when_it_comes_back(self, library, film, come_back):
        rename(library.facts, film.id, "P2", "Anna")
        split(library.facts, film.id, "P1", ["t1.2"])
        before = everybody(library, film), names(library, film)
        come_back()
        assert (everybody(library, film), names(library, film)) == before
        undo(library.facts, film.id)
        undo(library.facts, film.id)
        assert everybody(library, film) == {"P1": "t0.1 t1.1 t1.2", "P2": "t0.2"}
        assert names(library, film)["P2"] == "Person 2"

    def test_means_the_same_people_where_they_are_only_heard(self, library, film, come_back, tell, make):
        lines = [make.line(1, "Well?", 80, speaker="RADIO"), make.line(2, "No.", 90, speaker="GUARD")]
        tell("dialogue", *lines)
        rename(library.facts, film.id, "Guard", "Ben")
        come_back()
        tell("dialogue", *reversed(lines))
        assert {"P3": "Radio", "P4": "Ben"}.items() <= names(library, film).items()

    def test_gives_no_id_again(self, library, film, come_back):
        gone = split(library.facts, film.id, "P1", ["t1.2"]).id
        undo(library.facts, film.id)
        come_back()
        assert split(library.facts, film.id, "P1", ["t1.1"]).id not in ("P1", "P2", gone)

    def test_keeps_no_looks_and_nothing_where_nothing_was_said(self, library, film, cluster):
        characters(library.facts, film.id)
        rows = "SELECT anchors FROM identities"
        library.remove(film.id)
        with library.facts.database.read() as connection:
            assert connection.execute(rows).fetchall() == []
        library.add(film)
        cluster("t0.2", "t0.1 t1.1 t1.2")
        rename(library.facts, film.id, "P1", "Anna")
        library.remove(film.id)
        with library.facts.database.read() as connection:
            assert {row["anchors"] for row in connection.execute(rows)} == {"[]"}

    def test_its_corrections_can_be_forgotten_too(self, library, film, come_back):
        rename(library.facts, film.id, "P1", "Anna")
        rename(library.facts, film.id, "P1", "Beatrice")
        undo(library.facts, film.id)
        library.remove(film.id)
        assert library.forget_corrections(film.id) == 2
        come_back()
        assert journal.history(library.facts, film.id) == []
        assert names(library, film) == {"P1": "Person 1", "P2": "Person 2"}


def test_a_library_of_the_first_version_keeps_its_people(library, film, cluster):
    before = everybody(library, film)
    with library.facts.database.write() as connection:
        connection.execute("UPDATE identities SET tracks = '[\"t0.2\"]' WHERE number = 2")
        for column in ("voice", "heard", "joined"):
            connection.execute(f"ALTER TABLE identities DROP COLUMN {column}")
        connection.execute("ALTER TABLE films DROP COLUMN cast_notes")
        connection.execute("ALTER TABLE readings DROP COLUMN weight")
        connection.execute("PRAGMA user_version = 1")
        migrate(connection)
        [kept] = connection.execute("SELECT tracks FROM identities WHERE number = 2").fetchone()
        assert connection.execute("PRAGMA user_version").fetchone()[0] == len(MIGRATIONS)
    [moment] = json.loads(kept)
    assert (moment["track_id"], moment.keys()) == ("t0.2", {"track_id", "time_s", "box"})
    reconcile(Facts(library.facts.database), film.id)
    assert everybody(library, film) == before
