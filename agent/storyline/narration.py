"""A whole story by a served model: scenes, from them acts, from them a synopsis and a logline.

Where the model fails, templates tell that part, and the story says so.
"""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from storyreel.agent.cast import cast_of
from storyreel.agent.plot import PlotEvent
from storyreel.agent.storyline import templates
from storyreel.agent.storyline.author import Author
from storyreel.agent.storyline.editor import Editor, Task, rules_of
from storyreel.agent.storyline.facts import facts_of, of_told
from storyreel.agent.storyline.grouping import act_of, grouped
from storyreel.agent.storyline.judging import Judge
from storyreel.agent.storyline.ledger import Ledger
from storyreel.agent.storyline.naming import CanonicalNames
from storyreel.agent.storyline.records import OFFLINE, Draft, Length, StoodIn, Story, Told
from storyreel.agent.storyline.seen import Seen
from storyreel.agent.storyline.so_far import StorySoFar
from storyreel.agent.storyline.telling import Telling
from storyreel.errors import LanguageModelError
from storyreel.memory.intervals import total_s
from storyreel.memory.library import Library

SCENE_SENTENCES = 3
"""Of a scene, at most."""
_NEAR_KEY = 1.0
"""How much more a sentence matters that tells of a key event."""


@dataclass
class Narration:
    """One story while it is written."""

    telling: Telling
    author: Author
    library: Library
    on_progress: Callable[[str, int, int], None]
    dropped: list[str] = field(default_factory=list)
    _by_act: defaultdict[int, list[Told]] = field(default_factory=lambda: defaultdict(list), repr=False)
    _acts: dict[int, list[Told]] = field(default_factory=dict, repr=False)

    def story(self, length: Length) -> Story:
        """Writes it; what was written before, at any length, is not written again."""
        scenes = self._scenes()
        told = {"scenes": lambda: scenes, "synopsis": self._synopsis, "logline": self._logline}[length]()
        told = told or self._by_template(templates.logline(self.telling), "nothing else is known of the film")
        by_model = any(one.stood_in is None for one in told)
        return Story(
            film=self.telling.film.id,
            length=length,
            sentences=tuple(
                one.as_sentence() if length == "scenes" else replace(one, scene=None).as_sentence()
                for one in told
            ),
            dropped=tuple(dict.fromkeys(self.dropped)),
            model=self.author.name if by_model else OFFLINE,
            repaired=tuple(one.text for one in told if one.is_repaired),
            stood_in=_stood_in(told),
        )

    @cached_property
    def editor(self) -> Editor:
        """Raises LanguageModelError if the server does not say what it serves."""
        names = CanonicalNames(
            cast_of(self.library, self.telling.film), self._people, self.telling.talk.one_form
        )
        ledger = Ledger(Seen.of(self.telling.scenes, self.telling.names))
        rules = rules_of(self.telling, list(self._people.values()), self.author.room_tokens)
        return Editor(self.author, rules, Judge(self.telling, names, ledger))

    @cached_property
    def so_far(self) -> StorySoFar:
        """As long as half of what a prompt has free; raises LanguageModelError as `editor` does."""
        return StorySoFar(self.editor.free_tokens(Task("scene_summary", "1", (), SCENE_SENTENCES)) // 2)

    @cached_property
    def _people(self) -> dict[str, str]:
        """Names of who is seen or heard in what is told, by id, who is there longest first."""
        there_s: defaultdict[str, float] = defaultdict(float)
        for scene in self.telling.scenes:
            for one, stays in scene.stays.items():
                there_s[one] += total_s(stays)
            for line in scene.lines:
                there_s[str(line.first.character_id)] += line.span.duration_s
        known = [one for one in there_s if one in self.telling.names]
        return {one: self.telling.names[one] for one in sorted(known, key=lambda one: -there_s[one])}

    def _scenes(self) -> list[Told]:
        groups = grouped(self.telling.scenes, self.telling.until_s)
        for number, group in enumerate(groups, 1):
            self.on_progress("scenes", number - 1, len(groups))
            act = self._act_of(self.telling.scenes[group[0]].span.start_s)
            self._enter(act)
            told = self._scene(number, group)
            self._by_act[act] += told
            self._remember(told)
        self.on_progress("scenes", len(groups), len(groups))
        return [one for act in sorted(self._by_act) for one in self._by_act[act]]

    def _enter(self, act: int) -> None:
        """At the border of an act, a story so far that is too long becomes that of its acts."""
        if act in self._by_act or "so_far" not in self.__dict__ or not self.so_far.is_outgrown:
            return
        self.so_far.condense([one for done in sorted(self._by_act) for one in self._act(done)])

    def _scene(self, number: int, group: Sequence[int]) -> list[Told]:
        facts = facts_of(self.telling, group, self.library.facts)
        key = [event for event in self.telling.key if event.scene in group]
        drafts = templates.scene(self.telling, group, key)
        if not facts:
            return []
        told = self._written(
            lambda: Task("scene_summary", str(number), facts, SCENE_SENTENCES, self.so_far.closed), drafts
        )
        return [replace(one, scene=templates.span_of(self.telling, group)) for one in told]

    def _remember(self, told: Sequence[Told]) -> None:
        try:
            self.so_far.add(told)
        except LanguageModelError:
            return  # nobody will read it

    def _synopsis(self) -> list[Told]:
        told: list[Told] = []
        for done, act in enumerate(sorted(self._by_act)):
            self.on_progress("acts", done, len(self._by_act))
            told += self._act(act)
        self.on_progress("acts", len(self._by_act), len(self._by_act))
        return told

    def _act(self, act: int) -> list[Told]:
        """An act in as many sentences as it has key events; written once."""
        if act not in self._acts:
            self._acts[act] = self._told_act(act)
        return self._acts[act]

    def _told_act(self, act: int) -> list[Told]:
        key = [event for event in self.telling.key if self._act_of(event.start_s) == act]
        scenes, most = self._by_act[act], max(1, len(key))
        if len(scenes) <= most:
            return scenes
        facts = of_told(scenes, [_matters(one, key) for one in scenes])
        drafts = templates.events(self.telling, key)
        return self._written(lambda: Task("synopsis", str(act + 1), facts, most), drafts) or scenes[:most]

    def _logline(self) -> list[Told]:
        synopsis = self._synopsis()
        if not synopsis:
            return []
        facts = of_told(synopsis, [1.0] * len(synopsis))
        return self._written(lambda: Task("logline", "1", facts, 1), templates.logline(self.telling))

    def _written(self, task: Callable[[], Task], instead: Sequence[Draft]) -> list[Told]:
        """What the model writes; where nothing of it holds, what templates have instead."""
        try:
            written = self.editor.write(task())
        except LanguageModelError as error:
            return self._by_template(instead, str(error))
        self.dropped += written.dropped
        return self._by_template(instead, written.failure) if written.failure else list(written.kept)

    def _by_template(self, drafts: Sequence[Draft], why: str) -> list[Told]:
        kept, dropped = templates.checked(self.telling, drafts, why)
        self.dropped += dropped
        return kept

    def _act_of(self, time_s: float) -> int:
        return act_of(time_s, self.telling.until_s)


def _matters(one: Told, key: Sequence[PlotEvent]) -> float:
    """A sentence that tells of key events goes before others."""
    return sum(_NEAR_KEY for event in key if one.span.overlap_s(event.items[0].span) > 0)


def _stood_in(told: Sequence[Told]) -> tuple[StoodIn, ...]:
    by_reason: defaultdict[str, list[int]] = defaultdict(list)
    for number, one in enumerate(told, 1):
        if one.stood_in:
            by_reason[one.stood_in].append(number)
    return tuple(StoodIn(sentences=tuple(numbers), reason=why) for why, numbers in by_reason.items())
