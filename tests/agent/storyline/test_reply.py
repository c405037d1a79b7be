"""What can be read of a model's reply."""

import pytest

from storyreel.agent.storyline.reply import LONGEST_SENTENCE, Sentence, held_to, sentences_in

ONE = '{"sentences": [{"text": "Anna waits.", "proofs": ["1.1", "1.2"]}]}'
WAITS = Sentence("Anna waits.", ("1.1", "1.2"))


@pytest.mark.parametrize(
    "reply",
    [
        ONE,
        f"Here it is:\n```json\n{ONE}\n```",
        ONE[:-2],
        '{"sentences": [{"text": "Anna waits", "proofs": ["1.1", "1.2"]}, {"text": "Ben',
        '{"sentences": [{"text": "Anna waits. [1.1]", "proofs": ["1.1", "1.2"]}, 7, {"text": "Ben goes."}]}',
        "Anna waits [1.1, 1.2].",
    ],
    ids=["as asked", "with words around it", "not closed", "half", "with what is no sentence", "plain text"],
)
def test_a_sentence_and_its_proofs_are_found(reply):
    assert sentences_in(reply, 3) == [WAITS]


@pytest.mark.parametrize(
    "reply", ["", "null", '{"sentences": 3}', "{{{", "[" * 5000, '{"sentences": [[[]]]}']
)
def test_of_what_is_no_reply_no_proved_sentence_is_found(reply):
    assert not [one for one in sentences_in(reply, 3) if one.proofs]


def test_two_sentences_in_one_are_two():
    [first, second] = sentences_in('{"sentences": [{"text": "Anna waits. Ben goes.", "proofs": ["1.1"]}]}', 3)
    assert (first.text, second.text) == ("Anna waits.", "Ben goes.")
    assert first.proofs == second.proofs == ("1.1",)


def test_more_than_were_asked_for_are_not_read():
    many = ", ".join(f'{{"text": "Anna waits {number}.", "proofs": []}}' for number in range(9))
    assert len(sentences_in(f'{{"sentences": [{many}]}}', 3)) == 3


def test_a_sentence_without_end_is_not_read():
    endless = "Anna waits and waits " * 30
    assert len(endless) > LONGEST_SENTENCE
    assert sentences_in(endless, 3) == []


def test_a_quotation_in_single_marks_is_one():
    [one] = sentences_in("Data says: 'It's five months.' [1.1]", 3)
    assert one.text == "Data says: “It's five months.”"


def test_the_decoding_is_held_to_the_facts():
    schema = held_to(["3.1", "3.2"], 2)["extra_body"]["response_format"]["json_schema"]["schema"]
    sentences = schema["properties"]["sentences"]
    assert sentences["maxItems"] == 2
    assert sentences["items"]["properties"]["proofs"]["items"] == {"enum": ["3.1", "3.2"]}
