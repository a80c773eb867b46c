"""The shape of a framework file. Shape only: rules across its parts are in `checks`.

The field descriptions become the JSON Schema that editors complete against.
"""

from __future__ import annotations

from functools import cached_property
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=60)]
Text = Annotated[str, StringConstraints(min_length=1, max_length=2000)]
ShortText = Annotated[str, StringConstraints(min_length=1, max_length=120)]
Number = Annotated[float, Field(strict=True, allow_inf_nan=False)]
SpecialAnswer = Literal["not_applicable", "dont_know"]

MOST_LEVELS = 20

TOLERANCE = 1e-9
"""How near two positions must be to count as equal when compared with a bound."""


class Part(BaseModel):
    """Base of every part of a framework: fixed once read, no unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)


class Source(Part):
    citation: Text = Field(description="Where the framework comes from, as a full citation.")
    licence: Text = Field(description="What may be done with the source and with this file.")


class Caution(Part):
    id: Id
    text: Text = Field(description="One caution, shown wherever a placement is shown.")


class Lens(Part):
    """One end of the telescope: who is asked, about what."""

    id: Id
    label: ShortText
    subject_label: ShortText = Field(description="What is assessed, in the singular: “children's centre”.")
    description: Text


class Level(Part):
    value: Number = Field(description="The rating as a number. Any ordered numbers will do.")
    label: ShortText = Field(description="What the level is called; also accepted in answer files.")
    between: ShortText | None = Field(
        default=None, description="What the level means where an item gives it no anchor of its own."
    )


class Scale(Part):
    instruction: Text = Field(description="How to choose, shown above the levels.")
    advice: tuple[Text, ...] = Field(
        default=(), description="How to choose between neighbouring levels, shown on request."
    )
    levels: tuple[Level, ...] = Field(min_length=2, max_length=MOST_LEVELS, description="Lowest first.")
    special_answers: tuple[SpecialAnswer, ...] = Field(
        default=("not_applicable", "dont_know"), description="Which answers besides a level are allowed."
    )

    @property
    def lowest(self) -> float:
        return self.levels[0].value

    @property
    def highest(self) -> float:
        return self.levels[-1].value

    def position(self, value: float) -> float:
        """Contract rule 1: 0 for the lowest level, 100 for the highest, in proportion between."""
        return 100.0 * (value - self.lowest) / (self.highest - self.lowest)


class LookFor(Part):
    kind: Literal["document", "conversation", "observation", "data"]
    text: Text


class LensText(Part):
    """What one item asks through one lens."""

    question: Text
    source: Text = Field(description="Chapter and section of the source.")
    anchors: dict[Number, Text] = Field(
        description="What can be seen at a level, keyed by the level's value."
    )
    look_for: tuple[LookFor, ...] = Field(default=(), description="What to look for, most telling first.")
    next_steps: dict[Number, tuple[Text, ...]] = Field(
        default_factory=dict, description="What moving up from an anchor usually takes, keyed by that anchor."
    )


class Item(Part):
    """A sub-indicator."""

    id: Id
    title: ShortText
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    weight: Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)] = 1.0
    strand: Id | None = Field(
        default=None, description="The strand it belongs to, where strands are declared."
    )
    glossary: tuple[Id, ...] = ()
    also_serves: tuple[Id, ...] = Field(default=(), description="Duties that the same evidence serves.")
    lenses: dict[Id, LensText] = Field(min_length=1)


class Indicator(Part):
    id: Id
    title: ShortText
    short_title: Annotated[str, StringConstraints(min_length=1, max_length=40)]
    about: Text
    weight: Annotated[float, Field(gt=0, strict=True, allow_inf_nan=False)] = 1.0
    items: tuple[Item, ...] = Field(min_length=1)


class Strand(Part):
    """A named subset of the items that is scored on its own."""

    id: Id
    label: ShortText
    description: Text
    reason: Text = Field(description="Why these items belong together.")
    ahead: ShortText | None = Field(
        default=None, description="What a place is called where this strand is ahead of the other."
    )


class Point(Part):
    id: Id
    label: ShortText
    at: Number = Field(description="Where it lies, in the continuum's range.")


class Zone(Part):
    id: Id
    label: ShortText
    lower: Number = Field(alias="from", description="Inclusive lower bound, in the continuum's range.")
    description: Text


class Range(Part):
    """The numbers in which bounds are written: 0 to 100, or a published total such as 35 to 175."""

    low: Number = 0.0
    high: Number = 100.0
    label: ShortText = "position"


class Continuum(Part):
    title: ShortText
    strand: Id | None = Field(
        default=None, description="The strand it rests on; left out, it rests on all items."
    )
    range: Range = Range()
    points: tuple[Point, ...] = Field(min_length=2)
    zones: tuple[Zone, ...] = Field(min_length=1, description="Lowest first.")

    def percent(self, number: float) -> float:
        """A number in the published range as a position from 0 to 100."""
        return 100.0 * (number - self.range.low) / (self.range.high - self.range.low)

    def published(self, position: float) -> float:
        """A position from 0 to 100 as a number in the published range."""
        return self.range.low + position / 100.0 * (self.range.high - self.range.low)


class Band(Part):
    id: Id
    label: ShortText
    kind: Literal["strength", "middle", "to_work_on"]
    lower: Number = Field(alias="from", description="Inclusive lower bound.")


class Bands(Part):
    """What counts as a strength and what as something to work on, for one indicator."""

    on: Literal["position", "mean_rating"] = Field(
        default="position", description="Whether bounds are positions (0-100) or mean ratings on the scale."
    )
    bands: tuple[Band, ...] = Field(min_length=1, description="Lowest first.")


class SignalState(Part):
    id: Id
    label: ShortText
    lower: Number = Field(alias="from", description="Inclusive lower bound, as a position from 0 to 100.")


class Signal(Part):
    """One item's answer that stands in words beside every placement."""

    id: Id
    item: Id
    title: ShortText
    unknown: ShortText = Field(description="What is said when the item is unrated.")
    states: tuple[SignalState, ...] = Field(min_length=1, description="Lowest first.")
    reason: Text


class Group(Part):
    """A kind of respondent."""

    id: Id
    label: ShortText


class Term(Part):
    id: Id
    term: ShortText
    meaning: Text


class Duty(Part):
    id: Id
    title: ShortText
    note: Text


class VocabularySetting(Part):
    id: Id
    label: ShortText
    terms: dict[Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")], ShortText] = Field(
        description="What stands in place of each {{term}}."
    )


class Vocabulary(Part):
    default: Id
    settings: tuple[VocabularySetting, ...] = Field(min_length=1)


class Framework(Part):
    """A framework file, whole."""

    id: Id
    version: Annotated[str, StringConstraints(pattern=r"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$")] = Field(
        description="Semantic version. A new major or minor version is a new file; old ones stay."
    )
    title: ShortText
    description: Text
    source: Source
    cautions: tuple[Caution, ...] = Field(min_length=1)
    lenses: tuple[Lens, ...] = Field(min_length=1)
    scale: Scale
    strands: tuple[Strand, ...] = ()
    continuum: Continuum
    bands: Bands
    minimum_coverage: Annotated[float, Field(ge=0, le=1, strict=True, allow_inf_nan=False)] = Field(
        description="The share of applicable item weight that must be rated for a figure to be shown."
    )
    minimum_coverage_reason: Text | None = None
    signals: tuple[Signal, ...] = ()
    groups: tuple[Group, ...] = ()
    duties: tuple[Duty, ...] = ()
    glossary: tuple[Term, ...] = ()
    vocabulary: Vocabulary | None = None
    indicators: tuple[Indicator, ...] = Field(min_length=1)

    @cached_property
    def items(self) -> tuple[Item, ...]:
        return tuple(item for indicator in self.indicators for item in indicator.items)

    @cached_property
    def effective_strands(self) -> tuple[Strand, ...]:
        """The declared strands; a framework without any is one strand, `all`."""
        return self.strands or (
            Strand(id="all", label="All items", description="Every item.", reason="No strands declared."),
        )

    def strand_of(self, item: Item) -> str:
        return item.strand if self.strands and item.strand else self.effective_strands[0].id

    def items_in(self, lens_id: str) -> tuple[Item, ...]:
        return tuple(item for item in self.items if lens_id in item.lenses)

    def indicators_in(self, lens_id: str) -> tuple[Indicator, ...]:
        """The indicators that hold at least one item of the lens."""
        return tuple(i for i in self.indicators if any(lens_id in item.lenses for item in i.items))

    def item(self, item_id: str) -> Item:
        return next(item for item in self.items if item.id == item_id)

    def indicator(self, indicator_id: str) -> Indicator:
        return next(indicator for indicator in self.indicators if indicator.id == indicator_id)

    def indicator_of(self, item_id: str) -> Indicator:
        return next(i for i in self.indicators if any(item.id == item_id for item in i.items))

    def lens(self, lens_id: str) -> Lens:
        return next(lens for lens in self.lenses if lens.id == lens_id)

    @property
    def key(self) -> str:
        """`id@version`, as answers and the store name it."""
        return f"{self.id}@{self.version}"


def series(key: str) -> str:
    """`id@1.0` for `id@1.0.3`, and `1.0` for a bare version: all patches of it ask the same.

    A patch version mends wording and changes no question's meaning.
    """
    return key.rpartition(".")[0]
