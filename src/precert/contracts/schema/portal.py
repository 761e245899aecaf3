"""What the portal shows and how it behaves under a contract: names, support, sessions, letters,
texts.
"""

from datetime import date, time
from typing import Annotated, Literal

from pydantic import Field, StringConstraints

from precert.contracts.schema.part import Applies, Asset, CodeId, Outcome, Part, Slug, Words


class Customer(Part):
    """The customer contract, shown on the consumer."""

    name: Words = Field(description="Short name, as `Colorado`.")
    number: Annotated[str, StringConstraints(pattern=r"^[0-9]{5}$")] = Field(
        description="Five digits, as `00198`; part of temporary consumer ids."
    )

    @property
    def shown(self) -> str:
        """The text on the consumer, as `Colorado 00198`."""
        return f"{self.name} {self.number}"


class Calendar(Part):
    """Which days count as business days, and when the day's business ends."""

    country: Literal["US"] = Field(default="US", description="Country whose public holidays count.")
    subdivision: str = Field(
        default="", description="State whose holidays count too; empty for national ones only."
    )
    extra: tuple[date, ...] = Field(default=(), description="More days without business.")
    opening: time | None = Field(
        default=None,
        description=(
            "A request that arrives earlier counts as received at opening; absent: no such rule."
        ),
    )
    closing: time | None = Field(
        default=None,
        description=(
            "A request that arrives later counts as received on the next business day; absent: no"
            " such rule."
        ),
    )


class Labels(Part):
    """Names that differ by contract."""

    registration_code: Words = Field(
        description="Name of the registration code at first registration."
    )
    registration_code_adding: Words = Field(
        description="Name of the registration code when a provider is added to a group."
    )
    person: Words = Field(description="Name for a covered person.")
    person_id: Words = Field(description="Name for the person's id.")
    provider_id: Words = Field(
        default="Medicaid ID", description="Name for the payer's own id of a provider."
    )


class Support(Part):
    """Where to get help."""

    name: Words = Field(description="Name of the support desk.")
    phone: Words = Field(description="Phone number.")
    email: Annotated[str, StringConstraints(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$")] = Field(
        description="Email address."
    )
    fax: str = Field(default="", description="Fax number for requests, if they are taken by fax.")
    hours: Words = Field(description="When the desk is staffed, in words, with the time zone.")


class SignIn(Part):
    """The least a password must have. Someone who works under several contracts meets the strictest
    of them.
    """

    minimum_length: int = Field(
        default=14, ge=8, le=128, description="Minimum number of characters."
    )
    character_classes: bool = Field(
        default=True,
        description=(
            "Ask for an uppercase and a lowercase letter, a digit and a special character."
        ),
    )
    factors: tuple[Literal["phone", "email", "app", "passkey"], ...] = Field(
        default=("phone", "email", "app", "passkey"),
        min_length=1,
        description="Second factors that are accepted.",
    )


class Session(Part):
    """Idle time-out and nonuse."""

    idle_minutes: int = Field(
        gt=2,
        le=240,
        description="Minutes without input; must exceed the two minutes of the countdown.",
    )
    countdown: Literal["ends-at", "starts-at"] = Field(
        description="Does the two-minute countdown end at the idle time, or start at it?"
    )
    nonuse_days: int = Field(
        default=30,
        gt=0,
        le=730,
        description="Days without a sign-in after which a membership is deactivated.",
    )
    unlock: Literal["admins", "support"] = Field(
        default="admins",
        description="Unlocking a locked account: by the group's admins, or by staff support only.",
    )


class ConsumerRules(Part):
    """How people are found and added."""

    temporary: bool = Field(description="May a provider add a temporary consumer?")
    search_extra: tuple[Literal["first_name"], ...] = Field(
        default=(),
        description="Required with last name and date of birth (first name: at least one letter).",
    )
    visibility: Literal["group", "context"] = Field(
        default="group",
        description=(
            "Are cases visible to the whole provider group, or in the provider's own context only?"
        ),
    )


class LetterTemplate(Part):
    """A letter that is made when a determination is issued."""

    id: Slug = Field(description="Stable name of the template.")
    title: Words = Field(description="Title of the letter.")
    outcomes: tuple[Outcome, ...] = Field(
        min_length=1, description="Outcomes of a request for which it is made."
    )
    audience: Literal["provider", "member"] = Field(description="To whom it is written.")
    file_name: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]+$")] = Field(
        description="Start of the file name; case id and number follow."
    )
    template: Asset | None = Field(
        default=None,
        description=(
            "The pack's own typst template; absent: the built-in one for outcome and audience."
        ),
    )


class Terms(Part):
    """Terms of use, agreed to once per version."""

    version: Words = Field(description="Version; a new one is shown to everyone again.")
    file: Asset = Field(description="Text file (Markdown) in the pack's folder.")


class HelpDoc(Part):
    """An entry of the help menu."""

    id: Slug = Field(description="Stable name, part of its address.")
    title: Words = Field(description="Title in the menu.")
    kind: Literal["user-guide", "faq", "release-notes", "password-guidelines", "document"] = Field(
        description="Kind of document."
    )
    file: Asset = Field(description="Text file (Markdown) in the pack's folder.")


class Criterion(Part):
    """One statement a reviewer finds met or unmet."""

    code: CodeId = Field(description="Stable code, cited in the determination.")
    text: Words = Field(description="The statement, in words a letter can print.")


class CriteriaSheet(Applies):
    """Clinical criteria, offered where their conditions hold; at least one must be given."""

    id: Slug = Field(description="Stable name.")
    title: Words = Field(description="Title.")
    version: Words = Field(description="Version cited in determinations.")
    source: str = Field(default="", description="Source of the criteria.")
    items: tuple[Criterion, ...] = Field(min_length=1, description="The criteria.")


class Resource(Part):
    """A link to help outside the portal."""

    title: Words = Field(description="Text of the link.")
    url: Annotated[str, StringConstraints(pattern=r"^https://[^\s/]+(/\S*)?$")] = Field(
        description="Address, https only."
    )
    description: str = Field(default="", description="Description of the resource.")
