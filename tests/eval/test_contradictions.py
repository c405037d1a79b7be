"""Objections to texts that hold together are counted, each text by itself."""

from storyreel.eval.contradictions import objections_to


def test_a_text_that_holds_together_has_no_objection():
    found = objections_to([["Anna is Ben's wife.", "Ben dies.", "Anna finds the body of Ben."]])
    assert (found.sentences, found.false) == (3, [])
    assert (found.stated["kin"], found.stated["dies"]) == (1, 1)


def test_a_sentence_that_is_objected_to_is_told_with_the_reason():
    found = objections_to([["Ben dies.", "Ben smiles."]])
    assert found.false == [("Ben smiles.", "the story says already: Ben dies.")]


def test_what_one_text_says_is_not_held_against_another():
    assert objections_to([["Ben dies."], ["Ben smiles."]]).false == []
