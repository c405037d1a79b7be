"""Whether not to know something takes nothing for granted.

`I cannot tell who the captain is.` claims nothing; `I cannot tell why Ben killed her.` says that he did.
"""

from storyreel.agent.check import vocabulary as words
from storyreel.agent.check.clause import Clause, without_names
from storyreel.agent.check.frames import deeds_in
from storyreel.agent.check.ground import Ground, has, words_of


def is_of_what_is_known(clause: Clause, ground: Ground) -> bool:
    """Whether it names but what was asked and what the film speaks of, and no deed that was not asked about."""
    asked, told = " ".join(ground.asked_words), " ".join(ground.words | ground.cast_words)
    before, *_ = words.ADMISSION.split(clause.text)
    own = words_of(words.ADMISSION.sub(" ", clause.text))
    unasked = [word for word in clause.content if word in own and not has(asked, word)]
    deeds = {*deeds_in(without_names(clause.text, clause.names)), *words_of(before)}
    unknown = [word for word in unasked if word in deeds or not has(told, word)]
    return not deeds.intersection(unknown) and not (unknown and words.TAKEN_FOR_GRANTED.search(clause.text))
