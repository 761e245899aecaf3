"""What a questionnaire is, once loaded: frozen, typed, without a trace of JSON.

The names follow FHIR R4 (http://hl7.org/fhir/R4/questionnaire.html) in Python's spelling: `linkId`
is `link_id`. Scores are plain numbers as `Decimal`; lengths are characters; the unit of a quantity
is named in its `Unit`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cached_property

QUESTION_TYPES = (
    "boolean", "decimal", "integer", "date", "dateTime", "time", "string", "text", "url", "choice", "open-choice", "quantity",
)  # fmt: skip
ITEM_TYPES = ("group", "display", *QUESTION_TYPES)
CHOICE_TYPES = ("choice", "open-choice")


@dataclass(frozen=True, slots=True)
class ResourceProblem:
    """Something wrong in a JSON resource: where (`item[2].item[0].enableWhen[0].question`; empty =
    the whole) and why.
    """

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}" if self.path else self.reason


class QuestionnaireError(Exception):
    """The questionnaire `name` cannot be used; `problems` lists everything found, not only the
    first.
    """

    def __init__(self, name: str, problems: list[ResourceProblem]) -> None:
        super().__init__(f"{name}: " + "; ".join(str(problem) for problem in problems))
        self.name = name
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Coded:
    """A code of a code system; an empty system matches any."""

    code: str
    system: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class Unit:
    """The unit of a quantity; the code is UCUM where the system says so."""

    code: str
    label: str = ""
    system: str = ""


@dataclass(frozen=True, slots=True)
class Amount:
    """A number with its unit."""

    value: Decimal
    unit: Unit


@dataclass(frozen=True, slots=True)
class Option:
    """One permitted answer. `key` is what an answer stores, `score` what it adds (None: this option
    has no score).
    """

    key: str
    label: str
    value: Coded | str | int | date | time
    score: Decimal | None = None
    selected: bool = False
    exclusive: bool = False


Constant = bool | int | Decimal | date | datetime | time | str | Coded | Amount
Value = Constant | Option


@dataclass(frozen=True, slots=True)
class Condition:
    """One enableWhen: the answer of `question` compared with `answer`."""

    question: str
    operator: str
    answer: Constant


@dataclass(frozen=True, slots=True)
class Item:
    """A group, a question or a text to read. `control` is the code of the itemControl extension, if
    any.
    """

    link_id: str
    type: str
    text: str = ""
    prefix: str = ""
    required: bool = False
    repeats: bool = False
    read_only: bool = False
    enable_when: tuple[Condition, ...] = ()
    enable_behavior: str = "all"
    options: tuple[Option, ...] = ()
    units: tuple[Unit, ...] = ()
    minimum: Constant | None = None
    maximum: Constant | None = None
    min_length: int | None = None
    max_length: int | None = None
    decimal_places: int | None = None
    min_occurs: int | None = None
    max_occurs: int | None = None
    initial: tuple[Constant, ...] = ()
    control: str = ""
    items: tuple["Item", ...] = ()

    @property
    def is_question(self) -> bool:
        """Whether it can have an answer."""
        return self.type in QUESTION_TYPES

    def walk(self) -> Iterator["Item"]:
        """The item and everything below it, as read from top to bottom."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclass(frozen=True, slots=True)
class FormSection:
    """One page of the form: a top-level group, or a run of top-level items that stand in no group."""

    link_id: str
    title: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Questionnaire:
    """A questionnaire ready to be asked. `url` and `version` pin it; `kind` is shown as its type;
    `source` is the JSON read.
    """

    url: str
    version: str
    name: str
    title: str
    status: str
    kind: str
    description: str
    items: tuple[Item, ...]
    order: tuple[str, ...]
    """Link ids so that parents and questions asked about come before whatever depends on them."""
    source: str

    @property
    def canonical(self) -> str:
        """`url|version`, how an answered questionnaire names it."""
        return f"{self.url}|{self.version}"

    def walk(self) -> Iterator[Item]:
        """Every item, as read from top to bottom."""
        for item in self.items:
            yield from item.walk()

    @cached_property
    def index(self) -> Mapping[str, Item]:
        """Items by link id."""
        return {item.link_id: item for item in self.walk()}

    @cached_property
    def parents(self) -> Mapping[str, str]:
        """Link id of an item to that of the item around it; top-level items have no entry."""
        return {child.link_id: item.link_id for item in self.walk() for child in item.items}

    @cached_property
    def sections(self) -> tuple[FormSection, ...]:
        """The pages of the form in order."""
        found: list[FormSection] = []
        loose: list[Item] = []
        for item in self.items:
            if item.type == "group":
                found += self._loose(loose)
                found.append(FormSection(item.link_id, item.text, item.items))
                loose = []
            else:
                loose.append(item)
        return tuple(found + self._loose(loose))

    def _loose(self, items: list[Item]) -> list[FormSection]:
        return [FormSection(items[0].link_id, self.title, tuple(items))] if items else []

    @cached_property
    def section_of(self) -> Mapping[str, str]:
        """Link id of an item to the link id of its section; a section's own group belongs to
        itself.
        """
        owners = {section.link_id: section.link_id for section in self.sections}
        for section in self.sections:
            owners |= {
                each.link_id: section.link_id for item in section.items for each in item.walk()
            }
        return owners
