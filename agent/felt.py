"""Feelings made fit to tell: moments of nobody known joined, and with the words that they were read from."""

from collections.abc import Sequence

from storyreel.agent.results import Item
from storyreel.memory.library import Library
from storyreel.memory.records import EmotionInterval, Film, Modality, Span, Utterance

_OF_VOICE = "/voice:"
"""Stands in the ids of what voices tell."""
SAME_MOMENT_S = 2.0
"""Lines of unknown speakers no farther apart that carry the same feeling are one moment."""


def joined_where_nobody(felt: Sequence[EmotionInterval]) -> list[EmotionInterval]:
    """By start time; neighbouring intervals of one emotion are made one where nobody knows whose they are."""
    joined: list[EmotionInterval] = []
    last: dict[str, int] = {}
    for one in sorted(felt, key=lambda one: one.span.start_s):
        place = last.get(one.emotion)
        if one.character_id is not None:
            joined.append(one)
        elif place is not None and one.span.start_s - joined[place].span.end_s <= SAME_MOMENT_S:
            joined[place] = _together(joined[place], one)
        else:
            last[one.emotion] = len(joined)
            joined.append(one)
    return joined


def _together(first: EmotionInterval, second: EmotionInterval) -> EmotionInterval:
    end_s = max(first.span.end_s, second.span.end_s)
    modalities: dict[Modality, float] = {**second.modalities, **first.modalities}
    for modality in first.modalities.keys() & second.modalities.keys():
        modalities[modality] = max(first.modalities[modality], second.modalities[modality])
    return first.model_copy(
        update={
            "span": Span(start_s=first.span.start_s, end_s=end_s),
            "confidence": max(first.confidence, second.confidence),
            "modalities": modalities,
            "evidence": (*first.evidence, *second.evidence),
        }
    )


def with_words(library: Library, film: Film, items: Sequence[Item]) -> list[Item]:
    """The items, each that no face shows with the line that says its feeling most."""
    unseen = [id_ for item in items if "face" not in item.modalities for id_ in item.evidence]
    readings = {one.id: one for one in library.facts.observations(film.id, ids=unseen)}
    said = [one.subject for one in readings.values() if one.subject]
    lines = {
        line.utterance_id: " ".join(line.words.split())
        for line in library.facts.find(film.id, Utterance, local_ids=said)
    }
    spoken = {id_: lines[one.subject] for id_, one in readings.items() if one.subject in lines}

    def worded(item: Item) -> Item:
        own = [id_ for id_ in item.evidence if id_ in spoken]
        best = max(own, key=lambda id_: readings[id_].payload["probabilities"][item.emotion], default=None)
        return item if best is None else item.model_copy(update={"text": spoken[best]})

    return [worded(item) for item in items]


def with_arousal(library: Library, film: Film, items: Sequence[Item]) -> list[Item]:
    """The items, each that a voice speaks for with how excited the voice is; words do not tell that."""
    heard = [id_ for item in items for id_ in item.evidence if _OF_VOICE in id_]
    readings = library.facts.observations(film.id, ids=heard) if heard else []
    told = {one.id: one.payload["affect"]["arousal"] for one in readings if one.payload.get("affect")}

    def aroused(item: Item) -> Item:
        own = [told[id_] for id_ in item.evidence if id_ in told]
        return item.model_copy(update={"arousal": round(max(own), 3)}) if own else item

    return [aroused(item) for item in items]
