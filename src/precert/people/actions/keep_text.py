"""Keeping what somebody is typing into a form that isn't saved as it is typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction

from precert.conduct.action import Action, Moved
from precert.conduct.refusal import Finding
from precert.people import events, typed_text
from precert.people.models import KeptText

MOST_FORMS = 200  # of one account


@dataclass(frozen=True)
class KeepTextInput:
    """What stands in a form: field name → its values. `visit` marks the visit of the page."""

    page: str
    form: str
    visit: str
    fields: Mapping[str, list[str]] = field(default_factory=dict, repr=False)


class KeepText(Action[KeepTextInput, KeptText | None]):
    """Keep it, in place of what the same visit kept before. True when it is kept; False when that
    visit has sent the form.
    """

    verb = "keep_text"
    label = "Save unsent text"
    permission = ""

    def find(self) -> KeptText | None:
        """What is kept of the form."""
        mine = KeptText.objects.filter(account=self.actor.account_id or 0)
        return mine.filter(page=self.data.page, form=self.data.form).first()

    def allowed(self) -> bool:
        """Everybody's own."""
        return self.actor.account_id is not None

    def check(self) -> list[Finding]:
        """The column's sizes; nobody fills the table."""
        if typed_text.size(self.data.fields) > typed_text.LONGEST:
            return [
                Finding(
                    "too-long", "This text is too long to save as a draft. Send it, or shorten it."
                )
            ]
        others = KeptText.objects.filter(account=self.actor.person_id).exclude(
            page=self.data.page, form=self.data.form
        )
        if others.count() >= MOST_FORMS:
            return [
                Finding(
                    "too-many", "You have too many unsent drafts. Send or discard some of them."
                )
            ]
        return []

    def hold(self) -> None:
        """A conditional UPDATE; raises Moved when another tab was faster."""
        if self.sent:
            return
        place, typed = self.place, self.typed
        sealed = typed_text.seal(place, typed_text.with_text(self.before, typed))
        values = {"sealed": sealed, "kept_at": self.now}
        if self.found is None:
            about = {"account_id": place.account_id, "page": place.page, "form": place.form}
            try:
                with transaction.atomic():
                    KeptText.objects.create(**about, **values)
            except IntegrityError:
                raise Moved from None
        elif not KeptText.objects.filter(pk=self.found.pk, sealed=self.found.sealed).update(
            **values
        ):
            raise Moved

    def apply(self) -> bool:
        """Journal the first of a visit."""
        if self.sent:
            return False
        if all(one.visit != self.data.visit for one in self.before):
            about = {"form": self.place.form}
            self.record(events.TEXT_KEPT, events.SUBJECT_ACCOUNT, self.place.account_id, **about)
        return True

    @property
    def sent(self) -> bool:
        """Whether this visit has sent the form."""
        return self.found is not None and self.found.sealed == typed_text.SENT + self.data.visit

    @property
    def place(self) -> typed_text.PagePlace:
        """Whose text, of which page and form."""
        return typed_text.PagePlace(self.actor.person_id, self.data.page, self.data.form)

    @property
    def typed(self) -> typed_text.TypedText:
        """What this visit left."""
        return typed_text.TypedText(self.data.visit, self.now.isoformat(), self.data.fields)

    @property
    def before(self) -> list[typed_text.TypedText]:
        """What the visits before left."""
        return typed_text.unseal(self.place, self.found.sealed) if self.found is not None else []
