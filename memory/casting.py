"""Makes a film's characters from the facts, each with the id it had before."""

from collections.abc import Collection, Mapping

from storyreel.memory.cast_tables import keep_cast, keep_notes
from storyreel.memory.drafts import Draft, apply, choose_names, named
from storyreel.memory.facts import Facts
from storyreel.memory.identities import Cluster, Identity, carry_over, divided
from storyreel.memory.journal import called, called_before, sources
from storyreel.memory.labelling import link_labels
from storyreel.memory.naming import evidence_by_character
from storyreel.memory.records import Character
from storyreel.memory.register import Register
from storyreel.memory.speakers import Appearance, Speaker, who_speaks
from storyreel.memory.testimony import Testimony
from storyreel.memory.voices import KNOWN, give_by_face, give_by_label

Drafts = dict[str, Draft]
"""Characters in the making, by id."""


def reconcile(facts: Facts, film_id: str) -> list[str]:
    """Makes the characters anew from the facts and the corrections, each with the id it had before.

    Returns one line for each correction that has nobody to apply to. Does nothing twice: the same facts and
    corrections give the same characters.
    """
    with facts.database.write() as connection:  # held while reading, so that no id is given twice
        seen = Testimony.of(facts, film_id)
        register = Register(connection, seen)
        drafts = {draft.id: draft for draft in map(_draft, _identified(register))}
        notes = apply(seen.corrections, drafts, register.joined())
        _link(seen, drafts)
        _add_labels_only_heard(register, drafts)
        give_by_label(seen.heard, drafts, seen.utterances)
        _add_voices_only_heard(register, drafts)
        speakers = _speakers(seen, drafts.values())
        _weigh_claims(seen, drafts, speakers)
        choose_names(drafts, seen.labels.names)
        cast = sorted((one for one in drafts.values() if not one.is_empty), key=lambda one: int(one.id[1:]))
        keep_cast(connection, film_id, seen.revision, [_character(seen, one) for one in cast], speakers)
        register.keep_joined(cast)
        keep_notes(connection, film_id, notes)
    return notes


def _identified(register: Register) -> list[Identity]:
    """Everybody whom the facts show, numbered as before or, by screen time, with the next numbers."""
    seen, known = register.testimony, register.identities()
    clusters = _clusters(seen)
    faces = [one for one in known if one.label is None and one.voice is None]
    before = {track: int(id_[1:]) for track, id_ in seen.tracks_at(called_before(seen.journal)).items()}
    seconds = {track: span.duration_s for track, span in seen.tracks.items()}
    numbers = carry_over(faces, clusters, seconds, before)
    order = sorted(range(len(clusters)), key=lambda place: -seen.seconds(clusters[place].tracks))
    found = [one for one in known if one.label in seen.labels.names or one.voice in seen.heard.ids]
    for place in order:
        number = numbers[place] or register.next_number()
        found.append(Identity(number, None, clusters[place].tracks, clusters[place].anchors))
    register.keep(found)
    return found


def _clusters(seen: Testimony) -> list[Cluster]:
    """The clusters of faces, divided as the user told."""
    told = seen.tracks_at(called(seen.corrections))
    parts = divided([one.tracks for one in seen.clusters], told, sources(seen.corrections))
    return [Cluster(tracks, seen.anchors(tracks), _number(person)) for tracks, person in parts]


def _number(person: str | None) -> int | None:
    return int(person[1:]) if person else None


def _draft(identity: Identity) -> Draft:
    labels = [identity.label] if identity.label else []
    voices = {identity.voice: KNOWN} if identity.voice else {}
    return Draft(f"P{identity.number}", set(identity.tracks), labels, voices)


def _link(seen: Testimony, drafts: Drafts) -> None:
    """Joins faces with their voices, then with their labels, by who says the lines whatever their labels."""
    give_by_face(seen.heard, drafts, seen.holders(drafts.values()))
    cast = drafts.values()
    faces = seen.appearances(cast)
    speakers = who_speaks(seen.utterances, faces, {}, seen.heard.turns_of_all(cast))
    _weigh_claims(seen, drafts | _labels_alone(seen, cast), speakers)
    alone = who_speaks(seen.utterances, [Appearance(one.character_id, one.span) for one in faces], {})
    link_labels(drafts, seen.labels, speakers, alone, faces)


def _add_labels_only_heard(register: Register, drafts: Drafts) -> None:
    for label in _labels_alone(register.testimony, drafts.values()):
        draft = _draft(register.enter(label=label))
        drafts[draft.id] = draft


def _labels_alone(seen: Testimony, cast: Collection[Draft]) -> Drafts:
    """Labels that are no character's yet, each as if somebody only heard bore it."""
    taken = {label for draft in cast for label in draft.labels}
    return {label: Draft(label, labels=[label]) for label in seen.labels.names if label not in taken}


def _add_voices_only_heard(register: Register, drafts: Drafts) -> None:
    """Those whom the user forgot stay so."""
    taken = {voice for draft in drafts.values() for voice in draft.voices}
    taken |= {one.voice for one in register.identities() if one.voice}
    for voice, told in register.testimony.heard.only_heard().items():
        if voice not in taken:
            draft = _draft(register.enter(voice=voice))
            draft.voices[voice] = told
            drafts[draft.id] = draft


def _speakers(seen: Testimony, cast: Collection[Draft]) -> dict[str, Speaker]:
    labelled = {label: draft.id for draft in cast for label in draft.labels}
    return who_speaks(seen.utterances, seen.appearances(cast), labelled, seen.heard.turns_of(cast))


def _weigh_claims(seen: Testimony, drafts: Drafts, speakers: Mapping[str, Speaker]) -> None:
    """Tells each character what the film says of their name."""
    holders = seen.holders(drafts.values())
    known = _names_known(seen, drafts)
    found = evidence_by_character(list(drafts), seen.claims, seen.utterances, speakers, holders, known)
    for draft in drafts.values():
        draft.claims = found.get(draft.id, [])


def _names_known(seen: Testimony, drafts: Drafts) -> dict[str, str]:
    """Names by the user or by labels."""
    labelled = {one.id: seen.labels.names.get(one.labels[0]) for one in drafts.values() if one.labels}
    named = labelled | {one.id: one.user_name for one in drafts.values() if one.user_name}
    return {id_: name for id_, name in named.items() if name}


def _character(seen: Testimony, draft: Draft) -> Character:
    names = seen.labels.names
    name, evidence = named(draft, names, seen.labels.scripted)
    return Character(
        id=draft.id,
        film_id=seen.film_id,
        name=name,
        name_evidence=evidence,
        tracks=seen.in_order(draft.tracks),
        voices=tuple(draft.voices),
        voice_evidence=tuple(told.evidence for told in draft.voices.values()),
        anchors=seen.anchors(draft.tracks),
        speaker_labels=tuple(names[label] for label in draft.labels if label in names),
    )
