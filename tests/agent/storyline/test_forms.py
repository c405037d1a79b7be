"""Forms of a name that are one person's, by how often lines say each."""

import pytest

from storyreel.agent.storyline.forms import one_form


@pytest.mark.parametrize(
    ("said", "told"),
    [
        ({"Martins": 9, "Mr Martins": 4, "Holly Martins": 2, "Holly": 3}, "Holly Martins"),
        ({"Mr Holly Martins": 2, "Martins": 9}, "Holly Martins"),
        ({"Anna Schmidt": 1, "Anna": 5, "Miss Schmidt": 4}, "Anna Schmidt"),
        ({"Dr Winkel": 5, "Winkel": 2}, "Dr Winkel"),
        ({"Popescu": 5, "Mr Popescu": 2}, "Popescu"),
    ],
)
def test_a_person_is_told_in_full_or_as_is_said_most(said, told):
    assert {one_form(said).get(form, form) for form in said} == {told}


@pytest.mark.parametrize(
    "said",
    [
        {"Harry": 9, "Harry Lime": 2, "Harry Smith": 2},
        {"Regina Lampert": 3, "Mr. Lampert": 4, "Mrs. Lampert": 5},
        {"Charles Haskell": 3, "Mrs Charles Haskell": 2},
        {"Uncle Bob": 3, "Bob": 4},
        {"Vera": 9, "Haskell": 9, "Vera Haskell": 1, "Charles Haskell": 3, "Joe Haskell": 2},
        {"Anna": 3, "Ben": 4},
    ],
    ids=[
        "two of a given name",
        "man and wife",
        "his wife",
        "an uncle",
        "said once",
        "two",
    ],
)
def test_what_may_be_two_people_is_left_as_it_is_said(said):
    assert one_form(said) == {}


def test_a_given_name_is_known_where_two_share_the_surname():
    said = {"Regina": 5, "Regina Lampert": 3, "Lampert": 2, "Mr Lampert": 4, "Mrs Lampert": 5}
    assert one_form(said) == {"Regina": "Regina Lampert"}
