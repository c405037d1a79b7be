"""Tokens are guessed to the safe side, whatever a film's language; the counts are of real tokenizers."""

import pytest

from storyreel.agent.llm.tokens import tokens_of


@pytest.mark.parametrize(
    ("text", "smollm2", "qwen"),
    [
        ("He found the key in the car and drove out of the city and never came back.", 18, 18),
        ("Anna is on screen 0:46–0:56, 1:02:13–1:02:45 and 12:10–12:12. Ben 0:01–0:03.", 57, 57),
        ('[{"tool": "on_screen", "args": {"start_s": 46.5, "end_s": 47.5}}]', 35, 32),
        ("他在车里找到了钥匙然后开车离开了这个城市，再也没有回来看过我们。", 59, 17),
        ("그는 차 안에서 열쇠를 찾아 도시를 떠났다. 다시는 돌아오지 않았다.", 80, 26),
        ("Он нашёл ключ в машине и уехал из города, больше не вернувшись к нам.", 54, 23),
        ("Βρήκε το κλειδί στο αυτοκίνητο και έφυγε από την πόλη.", 46, 45),
        ("وجد المفتاح في السيارة وغادر المدينة ولم يعد أبدا.", 44, 16),
        ("เขาพบกุญแจในรถและออกจากเมืองไปโดยไม่กลับมา", 80, 19),
        ("በመኪናው ውስጥ ቁልፉን አገኘ እና ከተማዋን ለቆ ወጣ።", 81, 45),
    ],
    ids=[
        "English", "times", "JSON", "Chinese", "Korean", "Russian", "Greek", "Arabic", "Thai", "Amharic"
    ],
)  # fmt: skip
def test_no_more_are_counted_than_guessed(text: str, smollm2: int, qwen: int):
    assert tokens_of(text) >= max(smollm2, qwen)


def test_english_is_not_guessed_to_be_twice_as_long():
    assert tokens_of("He found the key in the car and drove out of the city and never came back.") < 2 * 18


def test_what_cannot_be_written_is_counted_too():
    assert tokens_of("\ud800") == 3
