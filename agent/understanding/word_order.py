"""A masked question in the order of words that the kinds of question are told by."""

import re

from storyreel.agent.understanding.kinds.rule import LOVED

_SUBJECT = r"(?:P|N)(?:(?:,| and) (?:P|N))*"
_ASKING = r"who|what|where|when|why|how(?: (?:often|long|many times|much))?"
_BE = r"is|are|was|were"
_DEED = (
    r"says?|said|talks?|tells?|told|speaks?|feels?|felt|looks?|seems?|appears?|thinks?|comes?|meets?|smiles?|"
    r"leaves?"
)
_TURNS: tuple[tuple[str, str], ...] = (
    # What was, is so in the film.
    (r"\bwas\b", "is"),
    (r"\bwere\b", "are"),
    (r"\bhad\b", "has"),
    (r"\bdid (?=they|we|you|i|the (?:people|characters)|P,? (?:P )?and|both)\b", "do "),
    (r"\bdid\b", "does"),
    # `So who …`, `with whom is Anna most of the time`
    (
        r"^(?:(?:so|and|but|well|ok|okay|now|then|like|wait|hey) )+"
        r"(?=(?:who|whom|whose|what|when|where|why|how|which|is|are|does|do|did)\b)",
        "",
    ),
    (
        r"^with whom? (?:is|was) (?P<who>P)\b(?: (?:the )?most(?: often| of (?:the )?time| of all)?)?",
        r"who is \g<who> with",
    ),
    (
        r"^(?:who|which (?:person|character|one)) (does|is|do) (P) (.*\bwith) (?:the )?"
        r"most(?: often| frequently)?",
        r"who \1 \2 \3",
    ),
    # `Anna: screen time`, `by whom is it said`, `when is the last time that Anna smiles`
    (r"^P[:,] (?=\w)", "P "),
    (r"^by whom (?:is|was|are) (?=.*\bQ\b)(.*) (?:used|said|spoken|mentioned)\b", r"who says \1"),
    (r"^by whom (?:is|was|are) (.*) (?:said|spoken of|mentioned)\b", r"who mentions \1"),
    (r"^when (?:is|was) the (first|last) time (?:that |when |where )?(?=P\b)(.+)$", r"when do \2 \1"),
    (r"^how (?:is|are) (?:called P|P called)\b", "what is P called"),
    # A time or event that opens the question, put at its end.
    (r"^([TV]),? (?=\w)(.*)$", r"\2 \1"),
    # `that Anna girl`
    (
        r"\b(?:that|this|the) P (?:guy|man|woman|girl|boy|lady|fellow|person|character|dude|kid|chap|one)\b",
        "P",
    ),
    # Few words, as one types them into a search.
    (
        r"^P (?=(?:(?:total|first|last|final|next|all) )*(?:screen ?time|appearances?|scenes?|shots?|"
        r"entrance|debut|"
        r"exit|lines?|quotes?|words|moods?|feelings|emotions)\b)",
        "P ",
    ),
    # `How often is it that Anna is seen`, `what is it that Anna feels`
    (rf"^({_ASKING}) (?:{_BE}) it,?(?: [TV],?)?(?: that)? (?=(?:P|N|he|she|they)\b)", r"\1 "),
    # `Is it not Anna who is seen more`
    (rf"^(?:{_BE})(?: not)? it (?:not )?({_SUBJECT}) (?:who|that),? ({_BE}|does|has)\b", r"\2 \1"),
    (rf"^(?:{_BE}) not ({_SUBJECT}) ", r"is \1 not "),
    # `Is she sadder than Ben by the whole affair`: what it is about cannot be compared
    (r"(?<= than P) (?:by|over|about|because of) (?:the|this|that|all)(?: [a-z]+){1,3}$", ""),
    (r"\b((?:is|are|was|were|gets?)) made (?=E\b)", r"\1 "),
    (r"(?<=\bleave) for good\b", " last"),
    # `Is Ben loved by Anna`
    (rf"^(?:{_BE}) (P|N) (?:\w+ )?({LOVED}) by (P|N)\b", r"does \1 get \2 by \3"),
    # `What says Anna`, as many languages have it
    (rf"^(what|where|when|why|how) ({_DEED}) ({_SUBJECT})\b", r"\1 does \3 \2"),
    (
        rf"^(how (?:often|long|many times)) (?!(?:is|was|does|has)\b)(\w+?)s ({_SUBJECT})\b",
        r"\1 does \3 \2",
    ),
    # `What is telling Anna about the boat`
    (rf"^(what|where|why|how) ({_BE}) (\w+ing) ({_SUBJECT})\b", r"\1 \2 \4 \3"),
    # `Who Anna is`, `what Anna says`, as after `tell me`
    (rf"^({_ASKING}) ({_SUBJECT}) ({_BE})\b", r"\1 \3 \2"),
    (rf"^({_ASKING}) ({_SUBJECT}) ({_DEED})\b", r"\1 does \2 \3"),
    (rf"\bdoes ({_SUBJECT}) felt\b", r"does \1 feel"),
    (
        rf"\bdoes ({_SUBJECT}) (say|talk|tell|speak|feel|look|seem|appear|think|come|meet|smile|leave)s\b",
        r"does \1 \2",
    ),
)
_ORDERED: tuple[tuple[re.Pattern[str], str], ...] = tuple((re.compile(told), order) for told, order in _TURNS)


def in_question_order(masked: str) -> str:
    """The masked question with what opens it first, then its verb, then its subject.

    >>> in_question_order("T, what is it that P feels")
    'what does P feel T'
    """
    for told, order in _ORDERED:
        masked = told.sub(order, masked)
    return masked
