"""What a registration, or the adding of a factor, knows so far, and which page comes next. Pure but
for the session that keeps it sealed.

Every page asks `may_open`, so none can be skipped by its address, whatever the back button or
another tab shows.
"""

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from typing import Any, Literal

from django.contrib.sessions.backends.base import SessionBase

from precert.documents.crypto import CryptoError
from precert.people.actions.add_factor import AddFactorInput
from precert.people.codes import seal_draft, unseal_draft
from precert.people.factors.passkeys import NewPasskey
from precert.people.policy import SESSION_LIMIT
from precert.web.door import Request
from precert.web.session_state import SessionState

Step = Literal[
    "kind", "email", "email_code", "password", "phone", "phone_code", "app", "passkey", "recovery"
]
FACTOR_STEPS: dict[str, Step] = {"phone": "phone", "app": "app", "passkey": "passkey"}


@dataclass(frozen=True)
class EnrolmentDraft:
    """Typed and proved so far. `link` is 0 while a registered person adds a factor; codes are named
    by their challenges' ids.
    """

    account: int
    link: int = 0
    kind: str = ""
    email: str = ""
    email_code: int = 0
    email_proved: int = 0
    password: str = ""  # its hash
    phone: str = ""
    channel: str = ""
    phone_code: int = 0
    app_key: str = ""  # of an app, until its first code was right
    passkey: dict[str, Any] | None = None  # what the browser was asked
    factor: dict[str, Any] | None = None  # an AddFactorInput, once proved
    codes: tuple[str, ...] = ()  # the recovery codes, until the person has kept them

    @property
    def ready(self) -> bool:
        """Whether the factor itself may be set up: somebody new has proved their address and chosen
        a password.
        """
        return bool(self.kind) and (not self.link or bool(self.email_proved and self.password))

    def proved(self) -> AddFactorInput:
        """The factor that was proved."""
        found = dict(self.factor or {})
        passkey = found.pop("passkey", None)
        return AddFactorInput(**found, passkey=NewPasskey(**passkey) if passkey else None)


def next_step(draft: EnrolmentDraft) -> Step:
    """The first page that is still to be done."""
    if not draft.kind:
        return "kind"
    if draft.link and not draft.email_proved:
        return "email_code" if draft.email_code else "email"
    if draft.link and not draft.password:
        return "password"
    if not draft.factor:
        step = FACTOR_STEPS.get(draft.kind, "kind")
        return "phone_code" if step == "phone" and draft.phone_code else step
    return "recovery"


def may_open(draft: EnrolmentDraft, step: Step) -> bool:
    """Whether everything that comes before this page is done, and it isn't behind a proof that
    would be asked for twice.
    """
    new = bool(draft.link)
    return {
        "kind": True,
        "email": new and bool(draft.kind),
        "email_code": new and bool(draft.kind and draft.email_code),
        "password": new and bool(draft.kind and draft.email_proved),
        "phone": draft.ready and draft.kind == "phone",
        "phone_code": draft.ready and draft.kind == "phone" and bool(draft.phone_code),
        "app": draft.ready and draft.kind == "app",
        "passkey": draft.ready and draft.kind == "passkey",
        "recovery": new and draft.ready and bool(draft.factor and draft.codes),
    }[step]


def choose(draft: EnrolmentDraft, kind: str) -> EnrolmentDraft:
    """The draft with this kind of factor; what was proved of another kind is dropped."""
    if kind == draft.kind:
        return draft
    return replace(
        draft,
        kind=kind,
        phone="",
        channel="",
        phone_code=0,
        app_key="",
        passkey=None,
        factor=None,
        codes=(),
    )


@dataclass(frozen=True)
class SealedDraft:
    """A draft, sealed: it holds a password's hash and keys."""

    account: int
    link: int
    text: str


DRAFT = SessionState("enrolment", SealedDraft, SESSION_LIMIT)


def keep(session: SessionBase, draft: EnrolmentDraft, now: datetime) -> None:
    """Put it into the session."""
    text = seal_draft(json.dumps(asdict(draft)), draft.account)
    DRAFT.keep(session, SealedDraft(draft.account, draft.link, text), now)


def kept(request: Request, account: int, link: int = 0) -> EnrolmentDraft:
    """The account's draft begun with this link, or a fresh one."""
    fresh = EnrolmentDraft(account, link)
    found = DRAFT.find(request.session, request.now)
    if found is None or (found.account, found.link) != (account, link):
        return fresh
    try:
        values = json.loads(unseal_draft(found.text, account))
        return EnrolmentDraft(**values | {"codes": tuple(values["codes"])})
    except (CryptoError, TypeError):  # a key that is gone, or the draft of an earlier release
        return fresh


def forget(session: SessionBase) -> None:
    """It is finished, or given up."""
    DRAFT.forget(session)
