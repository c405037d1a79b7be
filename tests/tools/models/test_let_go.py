"""Models that were loaded can be let go, and come back when they are needed."""

from storyreel.tools.models import let_go, minilm


def test_a_model_that_was_let_go_is_loaded_anew():
    before = minilm.tokenizer()
    assert minilm.tokenizer() is before
    let_go()
    assert minilm.tokenizer() is not before
