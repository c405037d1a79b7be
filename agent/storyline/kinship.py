"""What relations there are, which way round, and which of them no two people are in at once."""

_OF_KIND = {
    "spouse": ("wife widow ex-wife", "husband widower ex-husband", "spouse"),
    "betrothed": ("fiancée fiancee", "fiancé fiance", ""),
    "sibling": ("sister half-sister", "brother half-brother", "sibling twin"),
    "parent": ("mother", "father", ""),
    "child": ("daughter", "son", ""),
    "step-parent": ("stepmother", "stepfather", ""),
    "step-child": ("stepdaughter", "stepson", ""),
    "step-sibling": ("stepsister", "stepbrother", ""),
    "aunt": ("aunt", "uncle", ""),
    "niece": ("niece", "nephew", ""),
    "cousin": ("", "", "cousin"),
    "grandparent": ("grandmother", "grandfather", ""),
    "grandchild": ("granddaughter", "grandson", ""),
    "parent-in-law": ("mother-in-law", "father-in-law", ""),
    "child-in-law": ("daughter-in-law", "son-in-law", ""),
    "sibling-in-law": ("sister-in-law", "brother-in-law", ""),
}
"""The words for each kind of relation: of women, of men, of both."""
KIND_OF = {word: kind for kind, words in _OF_KIND.items() for word in " ".join(words).split()}
RELATIVES = frozenset(KIND_OF)
FEMALE, MALE = (frozenset(" ".join(words[sex] for words in _OF_KIND.values()).split()) for sex in (0, 1))
SURVIVORS = frozenset({"widow", "widower"})
"""Whose other half is dead."""
PARENTS = frozenset({"mother", "father"})
_ONE_WAY = (
    ("parent", "child"), ("step-parent", "step-child"), ("aunt", "niece"), ("grandparent", "grandchild"),
    ("parent-in-law", "child-in-law"),
)  # fmt: skip
_CONVERSE = dict(_ONE_WAY) | {there: here for here, there in _ONE_WAY}
BY_BLOOD = frozenset({"sibling", "parent", "child", "aunt", "niece", "cousin", "grandparent", "grandchild"})
_MAY_WED = frozenset({"spouse", "betrothed", "cousin", "step-sibling", "sibling-in-law"})
"""Of these relations one pair may be in several, one after the other or at once."""
_TOGETHER = (
    _MAY_WED,
    {
        "aunt",
        "step-parent",
        "parent-in-law",
    },  # an uncle may marry one's mother, or be the father of one's wife
    {"niece", "step-child", "child-in-law"},
)


def converse(kind: str) -> str:
    """What the second of a pair is to the first."""
    return _CONVERSE.get(kind, kind)


def exclude(kind: str, other: str) -> bool:
    """Whether nobody is both to one person."""
    return kind != other and not any({kind, other} <= kinds for kinds in _TOGETHER)
