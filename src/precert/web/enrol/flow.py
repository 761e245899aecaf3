"""The same pages for two ways: finishing a registration, and adding a factor to one's own. A Walk
is one of them, for one request.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import wraps
from typing import Any, ClassVar

from django.http import HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from precert.conduct.action import Action
from precert.conduct.perform import perform
from precert.conduct.refusal import Refusal
from precert.kit.clock import local_day
from precert.people import policy
from precert.people.actions.add_factor import AddFactorInput, add_factor
from precert.people.actors import Account, as_account
from precert.people.factors.recovery import new_codes
from precert.people.queries import accepted_kinds, account
from precert.people.queries.account_contracts import zone_of
from precert.people.queries.enrolment import provider_behind
from precert.people.queries.factors import LABELS, in_order
from precert.web.door import Request, public, signed_in
from precert.web.enrol import draft as drafts
from precert.web.enrol import proof
from precert.web.enrol.draft import EnrolmentDraft, Step
from precert.web.register import registration

SECRETS = ("code", "password", "again", "answer")
View = Callable[["Walk"], HttpResponse]


@dataclass(frozen=True)
class ShownStep:
    """A step as the page's head names it: done, now or later; the address of one that can be gone
    back to.
    """

    label: str
    state: str
    url: str


@dataclass
class Walk(ABC):
    """Where somebody stands: the request, their account, what is known so far."""

    request: Request
    account: Account
    draft: EnrolmentDraft
    provider_id: int | None = None  # whose, once somebody new is registered
    purpose: ClassVar[policy.Purpose]
    base: ClassVar[str]
    routes: ClassVar[str]  # how the names of its routes begin

    @abstractmethod
    def complete(self, factor: AddFactorInput) -> HttpResponse:
        """A factor was proved. Raises Refusal when it can't be taken."""

    @property
    def kinds(self) -> list[tuple[policy.FactorKind, str]]:
        """The kinds to choose from, with their names: what every contract accepts, that of the
        provider to be owned too.
        """
        return in_order(accepted_kinds(self.account, adding=self.provider_id))

    @property
    def today(self) -> date:
        """The day where the person works."""
        return local_day(self.request.now, zone_of(self.account, adding=self.provider_id))

    def url(self, step: Step) -> str:
        """The address of a page."""
        return reverse(f"{self.routes}_{step}")

    @property
    def posted(self) -> QueryDict | None:
        """What was sent, for a form; None when the page is only looked at."""
        return self.request.POST if self.request.method == "POST" else None

    @property
    def number(self) -> str:
        """The address of the telephone number's page."""
        return self.url("phone")

    @property
    def first(self) -> str:
        """The address of the choice of a kind."""
        return self.url("kind")

    def steps(self, page: str) -> list[ShownStep]:
        """The steps that the page's head names; none where there are few."""
        return []

    def keep(self, **changes: Any) -> None:
        """Remember this for the next page."""
        self.draft = replace(self.draft, **changes)
        drafts.keep(self.request.session, self.draft, self.request.now)

    def prove(self, kind: type[Action[Any]], data: Any) -> None:
        """Have a proof used up by the walk's person, who may not be signed in yet. Raises Refusal."""
        perform(kind, data, as_account(self.account), self.request.now)

    def on(self, query: str = "") -> HttpResponseRedirect:
        """To the first page that is still to be done."""
        return redirect(self.url(drafts.next_step(self.draft)) + query)

    def page(self, name: str, **shown: Any) -> HttpResponse:
        """A page of enrolment."""
        frame = {
            "walk": self,
            "base": self.base,
            "draft": self.draft,
            "sent": "sent" in self.request.GET,
            "steps": self.steps(name),
        }
        return render(
            self.request,
            f"enrol/{name}.html",
            frame | {"minutes": policy.CODE.life.seconds // 60} | shown,
        )


@dataclass
class Registering(Walk):
    """After the mailed link: a stranger with a registration under way."""

    purpose = "register"
    base = "base_public.html"
    routes = "enrol"

    def steps(self, page: str) -> list[ShownStep]:
        """The five steps; those done can be gone back to."""
        device = drafts.FACTOR_STEPS.get(self.draft.kind)
        names: list[tuple[Step, str]] = [
            ("kind", "Second factor"),
            ("email", "Email address"),
            ("password", "Password"),
        ]
        names += [(device, LABELS[self.draft.kind])] if device else []
        names += [("recovery", "Recovery codes")]
        now = drafts.next_step(self.draft) if page == "code" else page
        now = {"email_code": "email", "phone_code": "phone"}.get(now, now)
        at = [name for name, _ in names].index(now) if now in dict(names) else 0
        return [
            ShownStep(label, self._state(n, at), self._address(name, n, at))
            for n, (name, label) in enumerate(names)
        ]

    def _state(self, n: int, at: int) -> str:
        return "now" if n == at else "done" if n < at else ""

    def _address(self, step: Step, n: int, at: int) -> str:
        return self.url(step) if n < at and drafts.may_open(self.draft, step) else ""

    def complete(self, factor: AddFactorInput) -> HttpResponse:
        """On to the recovery codes; nothing is written before they are kept."""
        self.keep(
            factor=asdict(factor), codes=tuple(new_codes()), app_key="", passkey=None, phone_code=0
        )
        return self.on()


@dataclass
class Adding(Walk):
    """In the profile: somebody signed in adds another factor."""

    purpose = "add-factor"
    base = "base.html"
    routes = "security_add"

    def complete(self, factor: AddFactorInput) -> HttpResponse:
        """Add it. A registered one that is proved again is no harm and no news."""
        add_factor(self.account, factor, self.request.now)
        drafts.forget(self.request.session)
        return redirect(f"{reverse('security')}?done=added")


def registering(step: Step, view: View) -> Callable[..., HttpResponse]:
    """The page for whom an opened link has let in; for others, a page that says how to go on."""

    @public
    @sensitive_post_parameters(*SECRETS)
    @require_http_methods(["GET", "POST"])
    @wraps(view)
    def page(request: Request) -> HttpResponse:
        under_way = registration.current(request)
        if under_way is None:
            return over(request)
        known = drafts.kept(request, under_way.account, under_way.link)
        walk = Registering(
            request, account(under_way.account), known, provider_behind(under_way.link)
        )
        return _at(walk, step, view)

    return page


def adding(step: Step, view: View) -> Callable[..., HttpResponse]:
    """The page for somebody signed in who has shown a second factor just now."""

    @signed_in
    @sensitive_post_parameters(*SECRETS)
    @require_http_methods(["GET", "POST"])
    @proof.proved
    @wraps(view)
    def page(request: Request) -> HttpResponse:
        known = drafts.kept(request, request.account.pk)
        return _at(Adding(request, request.account, known), step, view)

    return page


def over(request: Request, text: str = "") -> HttpResponse:
    """No registration is open here: what may be the reason, and what to do next."""
    drafts.forget(request.session)
    late = registration.REGISTRATION.begun(request.session)
    return render(request, "enrol/over.html", {"late": late, "text": text})


def _at(walk: Walk, step: Step, view: View) -> HttpResponse:
    """The page, if it is its turn; else the one whose turn it is."""
    if not drafts.may_open(walk.draft, step):
        return walk.on()
    try:
        return view(walk)
    except Refusal as refusal:
        return walk.page("refused", text=str(refusal), back=walk.url("kind"))
