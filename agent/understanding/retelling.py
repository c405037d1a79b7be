"""The last answer asked for in another form: shorter, longer, in other words or in another language."""

import re

_LEAD = (
    r"^(?:and |now |but )*(?:(?:please|can you|could you|make|say|put|tell|give|repeat|me|it|that|this) )*"
)
_SHORTER = re.compile(
    rf"{_LEAD}(?:a )?(?:(?:much |a bit )?(?:shorter|briefer)|(?:in |with )?(?:just |only )?(?:one|a single) "
    r"sentence)(?: version| answer)?(?: please)?$"
)
_OTHERWISE = re.compile(
    rf"{_LEAD}(?:longer|simpler|(?:in )?more detail|(?:in )?(?:other|simpler|fewer|your own) words|"
    r"in (?:german|french|spanish|italian|english|dutch|portuguese|russian|chinese|japanese)|"
    r"translate (?:it|that|this)(?: (?:in)?to \w+)?)(?: please)?$"
)


def asks_shorter(masked: str) -> bool:
    """Whether it asks for the last answer in fewer words.

    >>> asks_shorter("shorter please"), asks_shorter("what is the shorter line")
    (True, False)
    """
    return _SHORTER.match(masked) is not None


def asks_other_form(masked: str) -> bool:
    """Whether it asks for the last answer told otherwise in any way.

    >>> asks_other_form("and in german"), asks_other_form("is it in german")
    (True, False)
    """
    return asks_shorter(masked) or _OTHERWISE.match(masked) is not None
