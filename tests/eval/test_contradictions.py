"""Objections to texts that hold together are counted, each text by itself."""

from storyreel.eval.contradictions import Pair, known_pairs, objections_to, told_of


def test_a_text_that_holds_together_has_no_objection():
    found = objections_to([["Anna is Ben's wife.", "Ben dies.", "Anna finds the body of Ben."]])
    assert (found.sentences, found.false) == (3, [])
    assert (found.stated["kin"], found.stated["dies"]) == (1, 1)


def test_a_sentence_that_is_objected_to_is_told_with_the_reason():
    found = objections_to([["Ben dies.", "Ben smiles."]])
    assert found.false == [("Ben smiles.", "the story says already: Ben dies.")]


def test_what_one_text_says_is_not_held_against_another():
    assert objections_to([["Ben dies."], ["Ben smiles."]]).false == []


def test_there_are_enough_different_pairs_in_both_halves():
    pairs = known_pairs()
    halves = {half: sum(one.half == half for one in pairs) for half in ("built on", "held out")}
    assert min(halves.values()) >= 60
    assert min(sum(one.contradicts for one in pairs), sum(not one.contradicts for one in pairs)) >= 40
    assert len({(one.first, one.second, one.when) for one in pairs}) == len(pairs)


def test_pairs_are_counted_by_what_they_are():
    pairs = [
        Pair("held out", "death", True, "later", "Ben dies.", "Ben walks in."),
        Pair("held out", "death", True, "later", "Ben is well.", "Ben walks in."),
        Pair("held out", "death", False, "later", "Ben's father dies.", "Ben walks in."),
    ]
    assert list(told_of(pairs)) == ["held out, death: 1 of 2 found, 0 of 1 false"]


def test_the_ledger_finds_most_of_the_pairs_it_was_not_built_on_and_objects_to_none_that_hold():
    pairs = [one for one in known_pairs() if one.half == "held out"]
    found = [one.is_objected_to for one in pairs if one.contradicts]
    assert sum(found) >= 0.9 * len(found)
    assert [one for one in pairs if one.is_objected_to and not one.contradicts] == []
