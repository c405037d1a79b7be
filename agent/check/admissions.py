"""Whether not to know something takes nothing for granted.

`I cannot tell who the captain is.` claims nothing; `I cannot tell why Ben killed her.` says that he did.
"""

from dataclasses import replace

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, without_names
from storyreel.agent.check.frames import deeds_in
from storyreel.agent.check.ground import Ground, has, words_of
from storyreel.agent.check.placed import proof_at_any_time, proof_at_times
from storyreel.agent.understanding.emotions import find_feelings


def is_of_what_is_known(clause: Clause, ground: Ground) -> bool:
    """Whether it names but what was asked or the film speaks of, and no deed that nobody asked about."""
    if not _feels_what_is_taken(clause, ground):
        return False
    asked, told = " ".join(ground.asked_words), " ".join(ground.words | ground.cast_words)
    before, *_ = words.ADMISSION.split(clause.text)
    own = words_of(words.ADMISSION.sub(" ", clause.text))
    unasked = [word for word in clause.content if word in own and not has(asked, word)]
    deeds = {*deeds_in(without_names(clause.text, clause.names)), *words_of(before)}
    unknown = [word for word in unasked if word in deeds or not has(told, word)]
    taken = words.TAKEN_FOR_GRANTED.search(clause.text) or any(word.endswith("ing") for word in unknown)
    return not deeds.intersection(unknown) and not (unknown and taken)


def _feels_what_is_taken(clause: Clause, ground: Ground) -> bool:
    """Whether somebody who is taken to feel something was found, or asked about, to feel it."""
    asked = {emotion for feeling in find_feelings(ground.question) for emotion in feeling.emotions}
    told = {emotion for feeling in clause.feelings for emotion in feeling.emotions}
    if not clause.names or told <= asked or not words.TAKEN_FOR_GRANTED.search(clause.text):
        return True
    felt = replace(clause, kinds=frozenset({"feeling"}))
    return None not in (proof_at_times(felt, ground), proof_at_any_time(felt, ground))
