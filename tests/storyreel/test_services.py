"""Served models as a user names them in the environment."""

import pytest

from storyreel.errors import LanguageModelError
from storyreel.services import ANSWERS, CAPTIONS, Budget, Price, Service, base_of


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Service:
    monkeypatch.setenv("STORYREEL_LLM", "https://models.test/v1")
    monkeypatch.setenv("STORYREEL_LLM_MODEL", "big")
    monkeypatch.setenv("STORYREEL_LLM_KEY", "sk-secret")
    monkeypatch.setenv("STORYREEL_LLM_PRICE", "0.15/0.60")
    return Service.from_environment(ANSWERS)


def test_a_model_is_named_by_its_variables(named: Service):
    assert named == Service("https://models.test/v1", "big", "sk-secret", Price(0.15, 0.6))


def test_captions_may_come_from_another(named: Service, monkeypatch: pytest.MonkeyPatch):
    assert Service.from_environment(CAPTIONS) == Service()
    monkeypatch.setenv("STORYREEL_CAPTION_LLM", "http://127.0.0.1:8001/v1")
    assert Service.from_environment(CAPTIONS) == Service("http://127.0.0.1:8001/v1")


def test_its_key_is_not_in_what_is_printed(named: Service):
    assert "sk-secret" not in repr(named)


@pytest.mark.parametrize(
    "url",
    [
        "http://me:sk-secret@host:99999/v1",
        "http://me:sk-secret@host/v1",
        "http://me:a/sk-secret@host/v1",
        "me:sk-secret@host",
        "ftp://host/v1?key=sk-secret",
        "host/v1#sk-secret",
    ],
)
def test_nor_is_one_in_an_address_that_is_refused(url: str):
    with pytest.raises(LanguageModelError) as error:
        base_of(url, ANSWERS)
    assert "sk-secret" not in str(error.value)


def test_a_command_line_may_choose_another_of_its_models(named: Service):
    assert named.at(None, "small") == Service(named.url, "small", named.key, named.price)
    assert named.at("https://models.test/v1/", None) == Service(
        "https://models.test/v1/", "big", named.key, named.price
    )


def test_another_address_is_not_told_the_key(named: Service):
    assert named.at("https://elsewhere.test/v1", None) == Service("https://elsewhere.test/v1")


@pytest.mark.parametrize("same", ["https://models.test", " https://models.test/v1/chat/completions"])
def test_the_same_address_told_otherwise_is(named: Service, same: str):
    assert named.at(same, None).key == named.key


def test_a_key_alone_goes_to_the_address_of_the_command_line():
    assert Service(key="sk-secret").at("https://models.test", None).key == "sk-secret"


def test_tokens_cost_what_a_million_of_them_cost():
    assert Price.of("0.5/2").cost(1_000_000, 500_000) == 1.5


@pytest.mark.parametrize("text", ["1", "cheap", "1/2/3", "-1/2", "nan/1", "inf/1", "1,5/2"])
def test_what_is_no_price_is_refused_with_an_example(text: str):
    with pytest.raises(LanguageModelError, match=r"like 0\.15/0\.60"):
        Price.of(text)


def test_a_budget_is_set_number_by_number(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("STORYREEL_LLM_SECONDS", "20.5")
    monkeypatch.setenv("STORYREEL_LLM_CALLS", "")
    assert Budget.from_environment() == Budget(seconds=20.5)


@pytest.mark.parametrize("number", ["0", "-3", "many", "1e999", "nan"])
def test_a_budget_of_no_number_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, number: str):
    monkeypatch.setenv("STORYREEL_LLM_SECONDS", number)
    with pytest.raises(LanguageModelError, match="STORYREEL_LLM_SECONDS must be a number above 0"):
        Budget.from_environment()
