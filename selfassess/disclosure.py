"""The one place that decides what of an anonymous or small group's answers may leave.

What is guarded: nobody who knows who took part, what the rules here are and everything that is shown can tell what
fewer than the threshold's number of people said. It holds for one release. Two releases of the same answers under
another threshold, other groups, or with one person's answers changed, can be subtracted from each other; so a round
is released once, when it closes, and keeps its threshold and groups from then on. What it can't guard: that people
who all said the same are known to have said it; that somebody didn't rate an item which the others rated; what a note
itself gives away; and somebody who answers by several links, who makes up the number alone.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from selfassess.answers import DIRECTIONS, Answer, Direction, Special, drop_carried
from selfassess.errors import SelfAssessError
from selfassess.framework.model import TOLERANCE, Framework

NO_GROUP = "Group not given"


@dataclass(frozen=True)
class Block:
    """A group, or groups merged, with at least the threshold's number of ratings of one item."""

    groups: tuple[str, ...]
    """Ids in the framework's order, "" for people without a group. Each took part and was asked the item; which of
    several merged ones rated it is not said."""
    label: str
    counts: tuple[int, ...]
    """How many chose each level, lowest level first."""

    @property
    def id(self) -> str:
        """What stands in `Answer.group` of the disclosed answers."""
        return " + ".join(self.groups)

    @property
    def voices(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True)
class Disclosed:
    """What may be shown of one assessment. Everything that is computed from it may be shown too."""

    answers: tuple[Answer, ...]
    """Canonical answers for `to_frame` and `score`: ratings of made-up respondents ("voice-01") with the block
    as group, in an order made from each item's counts alone, so that nothing joins one person's answers; notes,
    directions and ticks each on a row of their own that was asked nothing (`asked=False`); agreed ratings as they
    are. How many left an item unanswered is not in it."""
    voices: int | None
    """How many gave an answer to anything; None: fewer than the threshold."""
    groups: int | None
    """Of how many groups they are, small ones merged; None as `voices`."""
    withheld: tuple[str, ...]
    """Items asked, and not seen to be not applicable, whose ratings are not shown: fewer than the threshold rated
    them, or nobody did. Which of the two is not said."""
    blocks: Mapping[str, tuple[Block, ...]]
    """Per item with ratings shown, its blocks in the framework's order of groups."""
    notes: Mapping[str, tuple[str, ...]]
    """Per item with ratings shown, the evidence notes without author, in alphabetical order."""


def disclose(
    framework: Framework,
    answers: Sequence[Answer],
    threshold: int,
    group_labels: Mapping[str, str],
    readers: Mapping[str, int] | None = None,
) -> Disclosed:
    """What may be shown of the answers of one assessment (one authority, subject, lens and round).

    `readers` are how many of a group read the results themselves, as a centre's manager does: they know their own
    answer, so they are shown with the others but don't help to reach the threshold.

    Per item, groups with at least `threshold` ratings stand alone and smaller ones are merged (see
    `form_blocks`); with fewer ratings in all, every one is withheld and the item is unrated. *Don't know* and *not
    applicable* are shown by `_find_shown_specials`. Carried answers count as unanswered. Answers to items that the
    framework doesn't ask through this lens are left out. Raises ValueError for several assessments at once.
    """
    counted = drop_carried(answers)
    if threshold < 1 or len({_key(answer) for answer in counted}) > 1:
        raise ValueError("Disclose one assessment at a time, with a threshold of at least one.")
    if not counted:
        return Disclosed((), None, None, (), {}, {})
    voices = _Voices(framework, counted, threshold, group_labels, readers or {})
    shown = [voices.show(item.id) for item in framework.items_in(counted[0].lens)]
    enough = voices.count_others(voices.group_of.values()) >= threshold
    return Disclosed(
        answers=tuple(_write_answers(framework, counted, shown)),
        voices=len(voices.group_of) if enough else None,
        groups=len(voices.form(Counter(voices.group_of.values()))) if enough else None,
        withheld=tuple(each.item for each in shown if each.is_withheld),
        blocks={each.item: each.blocks for each in shown if each.blocks},
        notes={each.item: each.notes for each in shown if each.notes},
    )


def form_blocks(counts: Sequence[tuple[str, int]], threshold: int) -> list[tuple[str, ...]]:
    """Groups put together until each block has `threshold` ratings; nothing where there are fewer in all.

    `counts` are groups with their numbers of ratings, in the framework's order. A group with enough stands alone.
    Smaller ones are merged with the next small one until there are enough; a remainder joins the last block so
    merged, else the smallest group standing alone. A group without a rating takes part as a small one does: the
    blocks must not say which of the people in a small group rated. Only the counts decide.
    """
    order = {group: number for number, (group, _) in enumerate(counts)}
    size = dict(counts)
    if sum(size.values()) < threshold:
        return []
    alone = [[group] for group, count in counts if count >= threshold]
    merged: list[list[str]] = []
    rest: list[str] = []
    for group, count in counts:
        if count < threshold:
            rest.append(group)
            if sum(size[each] for each in rest) >= threshold:
                merged.append(rest)
                rest = []
    if rest:
        home = merged[-1] if merged else min(alone, key=lambda block: (size[block[0]], order[block[0]]))
        home.extend(rest)
    blocks = [tuple(sorted(block, key=order.__getitem__)) for block in (*alone, *merged)]
    return sorted(blocks, key=lambda block: order[block[0]])


def without_names(answers: Iterable[Answer]) -> list[Answer]:
    """The answers of a round that isn't anonymous with respondents numbered, not named. Groups stay.

    The numbers follow the answers' own content, so they say nothing about who came first. Somebody whose group is
    small can still be recognised by it: only `disclose` hides that.
    """
    people: dict[str, list[Answer]] = defaultdict(list)
    agreed = []
    for answer in answers:
        if answer.kind == "agreed":
            agreed.append(replace(answer, respondent=""))
        else:
            people[answer.respondent].append(replace(answer, respondent=""))
    contents = sorted((sorted(rows, key=repr) for rows in people.values()), key=repr)
    numbered = [
        replace(answer, respondent=f"Respondent {number}")
        for number, rows in enumerate(contents, start=1)
        for answer in rows
    ]
    return [*numbered, *agreed]


@dataclass(frozen=True)
class _Shown:
    """What is shown of one item. Every number in it counts at least the threshold's number of people, or none."""

    item: str
    asked: bool
    blocks: tuple[Block, ...] = ()
    specials: tuple[tuple[Special, int], ...] = ()
    notes: tuple[str, ...] = ()
    reasons: tuple[str, ...] = ()
    """Why it is not applicable, where that is shown."""
    directions: tuple[Direction, ...] = ()
    one_person: bool = False

    @property
    def is_withheld(self) -> bool:
        is_out = [special for special, _ in self.specials] == ["na"]
        return self.asked and not self.blocks and not is_out

    @property
    def voices(self) -> int:
        return sum(block.voices for block in self.blocks) + sum(count for _, count in self.specials)


class _Voices:
    """What was said in one assessment, by item: never handed on as it is."""

    def __init__(
        self,
        framework: Framework,
        answers: Iterable[Answer],
        threshold: int,
        group_labels: Mapping[str, str],
        readers: Mapping[str, int],
    ) -> None:
        self._levels = [level.value for level in framework.scale.levels]
        self._threshold = threshold
        self._readers = readers
        self._labels = {"": NO_GROUP, **{group.id: group.label for group in framework.groups}, **group_labels}
        self._order = {group.id: number for number, group in enumerate(framework.groups)}
        self._people: set[str] = set()  # who were asked anything
        self.group_of: dict[str, str] = {}  # of who gave an answer to anything
        self._asked: dict[str, list[Answer]] = defaultdict(list)
        self._spared: dict[str, set[str]] = defaultdict(set)
        for answer in answers:
            if answer.kind == "answer" and answer.asked:
                self._people.add(answer.respondent)
                self._asked[answer.item].append(answer)
                if answer.given:
                    self.group_of[answer.respondent] = answer.group
            elif answer.kind == "answer":
                self._spared[answer.item].add(answer.respondent)

    def count_others(self, groups: Iterable[str]) -> int:
        """How many people these are, each named by their group, without those who read the results themselves."""
        counts = Counter(groups)
        return sum(max(0, number - self._readers.get(group, 0)) for group, number in counts.items())

    def _groups_of(self, rows: Iterable[Answer]) -> list[str]:
        return [self.group_of[answer.respondent] for answer in rows if answer.respondent in self.group_of]

    def form(self, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
        """Blocks of groups, in the framework's order and groups of one's own after, by id."""
        last = len(self._order)
        # With a threshold of one, as for a named round, nobody is hidden, so nobody needs hiding among others.
        here = [group for group in counts if counts[group] or self._threshold > 1]
        groups = sorted(here, key=lambda group: (self._order.get(group, last), group))
        others = [(group, max(0, counts[group] - self._readers.get(group, 0))) for group in groups]
        return form_blocks(others, self._threshold)

    def show(self, item: str) -> _Shown:
        """What may be shown of an item. Nobody was asked it when a row says so for everybody."""
        spared = self._spared[item]
        if spared and self._people <= spared:
            return _Shown(item, asked=False)
        rows = self._asked[item]
        blocks = self._form_rated(item)
        said = {special: [a for a in rows if a.special == special] for special in ("dk", "na")}
        shown = _find_shown_specials(
            rated=self.count_others(self._groups_of(a for a in rows if a.value is not None)),
            dont_know=self.count_others(self._groups_of(said["dk"])),
            not_applicable=self.count_others(self._groups_of(said["na"])),
            asked=self.count_others(group for who, group in self.group_of.items() if who not in spared),
            threshold=self._threshold,
        )
        specials = tuple((special, len(said[special])) for special in shown)
        out = "na" in shown
        return _Shown(
            item,
            asked=True,
            blocks=blocks,
            specials=specials,
            notes=_sort_texts(answer.evidence for answer in rows) if blocks else (),
            reasons=_sort_texts(answer.reason for answer in rows if answer.special == "na") if out else (),
            directions=self._find_directions(rows) if blocks else (),
            one_person=bool(blocks)
            and self.count_others(self._groups_of(a for a in rows if a.one_person)) >= self._threshold,
        )

    def _form_rated(self, item: str) -> tuple[Block, ...]:
        """The item's blocks, from all groups that took part and were asked it."""
        spared = self._spared[item]
        chosen: dict[str, Counter[int]] = {
            group: Counter() for respondent, group in self.group_of.items() if respondent not in spared
        }
        for answer in self._asked[item]:
            if answer.value is not None:
                chosen[self.group_of[answer.respondent]][self._level(answer.value)] += 1
        blocks = []
        for groups in self.form({group: counts.total() for group, counts in chosen.items()}):
            total = sum((chosen[group] for group in groups), Counter[int]())
            counts = tuple(total[level] for level in range(len(self._levels)))
            blocks.append(Block(groups, join_labels([self._labels.get(g, g) for g in groups]), counts))
        return tuple(blocks)

    def _level(self, value: float) -> int:
        for number, level in enumerate(self._levels):
            if abs(level - value) <= TOLERANCE:
                return number
        raise SelfAssessError(f"The answers hold the rating {value:g}, which is not a level of the scale.")

    def _find_directions(self, rows: Iterable[Answer]) -> tuple[Direction, ...]:
        """Those that enough gave. A single one only if everybody who gave one gave that: else it would look so."""
        given: dict[Direction, list[Answer]] = defaultdict(list)
        for answer in rows:
            if answer.direction:
                given[answer.direction].append(answer)
        enough = self._threshold
        shown = tuple(d for d in given if self.count_others(self._groups_of(given[d])) >= enough)
        if len(shown) == 1 and len(given) > 1:
            return ()
        return tuple(sorted(shown, key=DIRECTIONS.index))


def _find_shown_specials(
    rated: int, dont_know: int, not_applicable: int, asked: int, threshold: int
) -> tuple[Special, ...]:
    """Which of *don't know* and *not applicable* may be shown with their numbers. All counts are of others than readers.

    Who took part is no secret, so whoever sees the counts can work out how many are left: those, too, must be
    nobody or at least the threshold. And *not applicable* makes an item leave the denominators where nothing
    stands against it (rule 3); so it is held back while a rating or a *don't know* that does is held back.
    """
    counts: dict[Special, int] = {"dk": dont_know, "na": not_applicable}
    shown = {special: count for special, count in counts.items() if count >= threshold}
    ratings_shown = rated if rated >= threshold else 0
    while shown and 0 < asked - ratings_shown - sum(shown.values()) < threshold:
        del shown[min(shown, key=lambda special: (shown[special], special))]
    held_back = 0 < rated < threshold or (not rated and dont_know and "dk" not in shown)
    if held_back:
        shown.pop("na", None)
    return tuple(shown)


def _write_answers(
    framework: Framework, answers: Sequence[Answer], shown: Sequence[_Shown]
) -> Iterator[Answer]:
    """Canonical answers, by item in framework order."""
    first = answers[0]
    blank = Answer(first.subject, first.lens, "", authority=first.authority, round=first.round)
    agreed = {answer.item: answer for answer in answers if answer.kind == "agreed" and answer.given}
    voices = max(1, *(each.voices for each in shown)) if shown else 1
    for each in shown:
        of_item = replace(blank, item=each.item)
        yield from _write_voices(framework, of_item, each, voices)
        if each.asked:
            yield from _write_asides(of_item, each)
        if each.item in agreed:
            yield replace(agreed[each.item], respondent="", group="")


def _write_voices(framework: Framework, blank: Answer, shown: _Shown, voices: int) -> Iterator[Answer]:
    """A row for each made-up respondent: who has nothing to say was not asked, so that nothing is unanswered.

    An item of which nothing is shown gets one blank row: it was asked, and is unrated. The first respondents have
    the ratings that pull the item down most, the last those that pull it up most. So leaving one of them out moves
    a figure at least as far as leaving out anybody who took part would.
    """
    rising, falling = _sort_by_pull(framework, blank, shown.blocks)
    middle: list[Answer] = [
        replace(blank, special=special) for special, count in shown.specials for _ in range(count)
    ]
    if shown.asked and not shown.voices:
        middle = [blank]
    filling = [replace(blank, asked=False)] * (voices - len(rising) - len(middle) - len(falling))
    width = max(2, len(str(voices)))
    for number, answer in enumerate([*rising, *middle, *filling, *falling], start=1):
        yield replace(answer, respondent=f"voice-{number:0{width}d}")


def _sort_by_pull(
    framework: Framework, blank: Answer, blocks: Sequence[Block]
) -> tuple[list[Answer], list[Answer]]:
    """Ratings whose absence would raise the mean of the blocks, most first, and the others, most falling last."""
    levels = [level.value for level in framework.scale.levels]
    positions = [framework.scale.position(value) for value in levels]
    means = [sum(n * p for n, p in zip(b.counts, positions, strict=True)) / b.voices for b in blocks]
    pulls: list[tuple[float, int, int]] = []
    for place, block in enumerate(blocks):
        others = [mean for number, mean in enumerate(means) if number != place]
        for level, count in enumerate(block.counts):
            if block.voices > 1:
                rise = (means[place] - positions[level]) / (block.voices - 1) / len(blocks)
            else:
                rise = sum(others) / len(others) - sum(means) / len(means) if others else 0.0
            pulls += [(-rise, place, level)] * count
    pulls.sort()
    sorted_answers = [replace(blank, value=levels[lv], group=blocks[place].id) for _, place, lv in pulls]
    rising = sum(fall < 0 for fall, _, _ in pulls)
    return sorted_answers[:rising], sorted_answers[rising:]


def _write_asides(blank: Answer, shown: _Shown) -> Iterator[Answer]:
    """What belongs to an item and to nobody in particular."""
    aside = replace(blank, asked=False)
    for number, note in enumerate(shown.notes, start=1):
        yield replace(aside, respondent=f"note-{number:02d}", evidence=note)
    for number, reason in enumerate(shown.reasons, start=1):
        yield replace(aside, respondent=f"reason-{number:02d}", reason=reason)
    for direction in shown.directions:
        yield replace(aside, respondent=f"direction-{direction}", direction=direction)
    if shown.one_person:
        yield replace(aside, respondent="one-person", one_person=True)


def _key(answer: Answer) -> tuple[str, ...]:
    return answer.authority, answer.subject, answer.lens, answer.round


def _sort_texts(texts: Iterable[str]) -> tuple[str, ...]:
    said = [text.strip() for text in texts]
    return tuple(sorted((text for text in said if text), key=lambda text: (text.casefold(), text)))


def join_labels(labels: Sequence[str]) -> str:
    """ "a, b and c", as the groups of a block are named."""
    return " and ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)
