"""Every route: what it is about, and what each method needs. Written by hand; a route that isn't
here fails the build.

`needs` maps a method to the permissions of which one opens it: `()` for everybody who is signed in,
`PUBLIC` for strangers too. A method that isn't listed answers 405; `leads` names the page to which
a GET leads instead. `about` is the kind of object whose relation decides whether it is there for
somebody; `path` fills the address, `body` the form, from a `Thing`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.doors.access.things import Thing

PUBLIC = ("public",)
Needs = tuple[str, ...]
Body = Callable[[Thing], dict[str, Any]]


@dataclass(frozen=True)
class Row:
    """One route."""

    name: str
    # "", "case", "draft", "request", "letter", "document", "member-letter", "draft-document",
    # "failure"
    about: str = ""
    path: dict[str, str] = field(
        default_factory=dict
    )  # name in the address: name in the Thing, or "=literal"
    needs: dict[str, Needs] = field(default_factory=dict)
    body: Body | None = None
    json: bool = False
    absent: tuple[int, ...] = (404, 409, 410)  # what it answers of a thing that isn't there
    leads: str = ""
    lax: bool = False  # may answer 404 to its own people too, when what the form names isn't there


def page(name: str, *permissions: str, about: str = "", **path: str) -> Row:
    """A page that is only read."""
    return Row(name, about, path, {"GET": permissions})


def act(
    name: str,
    *permissions: str,
    about: str = "",
    body: Body | None = None,
    json: bool = False,
    leads: str = "",
    **path: str,
) -> Row:
    """A form that is only sent."""
    return Row(name, about, path, {"POST": permissions}, body, json, leads=leads)


def both(
    name: str,
    *permissions: str,
    about: str = "",
    body: Body | None = None,
    lax: bool = False,
    **path: str,
) -> Row:
    """A page with its form."""
    return Row(name, about, path, {"GET": permissions, "POST": permissions}, body, lax=lax)


def strangers(name: str, *methods: str, body: Body | None = None, **path: str) -> Row:
    """For everybody; says nothing about anything."""
    return Row(name, "", path, dict.fromkeys(methods or ("GET",), PUBLIC), body)


MANAGE = ("users.manage-provider", "users.manage-group")
CASE, REQUEST, DRAFT = {"number": "number"}, {"request_id": "request"}, {"draft": "draft"}


def new_role(thing: Thing) -> dict[str, Any]:
    """Setup's select of a role, as its script sends it."""
    held, place = (thing.ids.get(name, "987654321012") for name in ("membership", "place"))
    return {"changes": {f"role/{held}/{place}": ["provider-staff", "provider-admin"]}}


ROWS: tuple[Row, ...] = (
    # signing in
    strangers(
        "login",
        "GET",
        "POST",
        body=lambda t: {"door": "provider", "username": "nobody", "password": "nothing"},
    ),
    strangers("login_code", "GET", "POST", body=lambda t: {"code": "000000"}),
    *(
        strangers(f"login_{one}", "GET", "POST")
        for one in ("factor", "call", "app", "passkey", "recovery")
    ),
    strangers("login_sso"),
    strangers("login_sso_back"),
    page("recovery_left"),
    strangers("healthz"),
    act("logout"),
    # registration
    strangers(
        "register",
        "GET",
        "POST",
        body=lambda t: {"contract": "co-um", "npi": "1234567893", "code": "nothing"},
    ),
    strangers("register_contact", "GET", "POST"),
    strangers("register_sent"),
    strangers(
        "register_address",
        "GET",
        "POST",
        body=lambda t: {"email": "nobody@example.org", "email_again": "nobody@example.org"},
    ),
    strangers(
        "register_resend",
        "GET",
        "POST",
        body=lambda t: {"username": "nobody", "email": "nobody@example.org"},
    ),
    strangers("registration", "GET", "POST", token="=no-such-token"),
    strangers("registration_again", "POST", token="=no-such-token"),
    *(
        strangers(f"enrol{one}", "GET", "POST")
        for one in ("", "_kind", "_email", "_email_code", "_password", "_phone", "_phone_code")
    ),
    *(strangers(f"enrol_{one}", "GET", "POST") for one in ("app", "passkey", "recovery")),
    both("terms", lax=True),
    # one's own account
    both("profile"),
    both("profile_email"),
    both("sessions", lax=True, body=lambda t: {"session": "987654321012"}),
    page("security"),
    both("security_show"),
    both("security_prove"),
    act("security_remove"),
    both("security_name", factor="=987654321012"),
    both("security_codes"),
    *(both(f"security_add_{one}") for one in ("kind", "phone", "phone_code", "app", "passkey")),
    *(both(f"change_password{one}") for one in ("", "_code", "_new")),
    strangers(
        "forgot_password",
        "GET",
        "POST",
        body=lambda t: {"username": "nobody", "email": "nobody@example.org"},
    ),
    *(strangers(f"forgot_{one}", "GET", "POST") for one in ("code", "new")),
    act("kept"),
    # the telephone service; signed, so nobody else's request counts
    *(
        strangers(one, "POST", token="=no-such-token")
        for one in ("call_words", "call_pressed", "telephone_state")
    ),
    # setup
    page("setup", *MANAGE),
    both("setup_users", *MANAGE, lax=True),
    both("setup_add_user", *MANAGE, about="place", place="place"),
    both("setup_register_provider", "providers.manage"),
    Row(
        "setup_roles",
        "user-in-body",
        needs={"POST": MANAGE},
        body=new_role,
        json=True,
        absent=(422,),
    ),
    act("setup_remove_role", *MANAGE, about="user", membership="membership"),
    both("setup_user", *MANAGE, about="user", account="account"),
    act(
        "setup_user_save",
        *MANAGE,
        about="user",
        json=True,
        body=lambda t: {"changes": {"phone": ["", "3035550177"]}},
        account="account",
    ),
    act("setup_user_cancel", *MANAGE, about="user", account="account"),
    *(
        both(f"setup_{one}", *MANAGE, about="user", account="account")
        for one in ("delete", "reset", "unlock", "resend")
    ),
    # support, audit
    both("support", "users.support", "codes.manage", body=lambda t: {"text": "nobody"}),
    page("support_user", "users.support", about="account", account="account"),
    both("support_give_role", "users.support", about="account", account="account"),
    act(
        "support_act",
        "users.support",
        about="account",
        leads="support_user",
        account="account",
        act="=unlock",
    ),
    page(
        "support_provider", "users.support", "codes.manage", about="registry", provider="provider"
    ),
    act("issue_code", "codes.manage", about="registry", enrolment="enrolment"),
    act("revoke_code", "codes.manage", about="registry", enrolment="enrolment"),
    both("audit", "audit.view"),
    act("audit_export", "audit.view"),
    page("audit_people", "audit.view"),
    both("context", body=lambda t: {"provider": t["boulder"]}),
    Row("idle", needs={"GET": (), "POST": ()}),
    # help
    *(page(f"help_{name}") for name in ("guide", "faq", "releases", "resources")),
    *(strangers(f"help_{name}") for name in ("contact", "passwords")),
    # consumers, cases
    page("home"),
    Row(
        "consumers",
        needs={"GET": ("consumer.search",), "POST": ("consumer.search",)},
        body=lambda t: {"member_id": "CO2000000"},
    ),
    page("consumer_page", "consumer.search", about="consumer", consumer="consumer"),
    page("cases", "case.view"),
    page("search", "case.view"),
    page("case_page", "case.view", about="case", **CASE),
    page("case_activity", "case.view", about="case", **CASE),
    page("case_summary", "case.view", about="case", **CASE),
    page("case_questionnaire", "case.view", about="case", answers="answers", **CASE),
    act(
        "add_note",
        "note.add",
        about="case",
        body=lambda t: {"request": t["request"], "type": "external", "text": "Seen."},
        leads="case_page",
        **CASE,
    ),
    both(
        "request_verb",
        "information.answer",
        about="case",
        n="=1",
        verb="=answer_information",
        body=lambda t: {
            "step": "look",
            "note": "Here",
            "information_request": t["asked"],
        },
        **CASE,
    ),
    page("document", "document.view", about="document", attachment="document"),
    page("letter", "letter.view", about="letter", letter="letter_provider"),
    # the desk
    page("queue", "queue.view"),
    act("take_next", "request.take"),
    page("queue_preview", "queue.view", about="request", **REQUEST),
    page("review", "queue.view", about="request", **REQUEST),
    act(
        "save_decision",
        "request.determine",
        about="request",
        json=True,
        body=lambda t: {"changes": {"line/k1/outcome": [None, "approved"]}},
        **REQUEST,
    ),
    both("review_verb", "request.release", about="request", verb="=release", **REQUEST),
    act(
        "issue",
        "determination.issue",
        about="request",
        body=lambda t: {"version": "1"},
        leads="review",
        **REQUEST,
    ),
    page("letter_preview", "queue.view", about="request", audience="=provider", **REQUEST),
    page("failures", "failures.view"),
    act("failure_again", "letter.repair", about="failure", leads="failures", delivery="failure"),
    # the wizard
    both(
        "create_case",
        "draft.edit",
        body=lambda t: {"contract": "co-um", "category": "outpatient", "create": t["consumer"]},
    ),
    page("code_search"),
    page("draft_page", "draft.edit", about="draft", **DRAFT),
    act(
        "draft_save",
        "draft.edit",
        about="draft",
        json=True,
        body=lambda t: {"changes": {"service/place": ["22", "21"]}},
        **DRAFT,
    ),
    act("draft_cancel", "draft.edit", about="draft", **DRAFT),
    act(
        "draft_note",
        "note.add",
        about="draft",
        body=lambda t: {"type": "external", "text": "Please read."},
        leads="draft_page",
        **DRAFT,
    ),
    act(
        "draft_upload",
        "document.upload",
        about="draft",
        body=lambda t: {"document_type": "medical-record"},
        leads="wizard_step",
        **DRAFT,
    ),
    act(
        "draft_file_remove", "document.upload", about="draft", attachment="draft_document", **DRAFT
    ),
    act(
        "draft_order",
        "draft.edit",
        about="draft",
        json=True,
        body=lambda t: {"order": ["icd10cm/M54.50"]},
        **DRAFT,
    ),
    page("draft_line", "draft.edit", about="draft", key="=k1", **DRAFT),
    both(
        "wizard_provider",
        "draft.edit",
        about="draft",
        role="=servicing",
        body=lambda t: {"provider": t["boulder"], "seen": ""},
        **DRAFT,
    ),
    both(
        "questionnaire",
        "draft.edit",
        about="draft",
        ref="=imaging",
        body=lambda t: {"go": ""},
        **DRAFT,
    ),
    act(
        "questionnaire_save",
        "draft.edit",
        about="draft",
        ref="=imaging",
        json=True,
        body=lambda t: {"changes": {"modality": ["", "ct"]}},
        **DRAFT,
    ),
    act(
        "questionnaire_complete",
        "draft.edit",
        about="draft",
        leads="questionnaire",
        ref="=imaging",
        **DRAFT,
    ),
    both(
        "wizard_submit",
        "draft.submit",
        about="draft",
        body=lambda t: {"version": "3", "agreed": "1"},
        **DRAFT,
    ),
    both(
        "wizard_step",
        "draft.edit",
        about="draft",
        step="=service",
        body=lambda t: {"go": "service", "service/place": "21"},
        **DRAFT,
    ),
    # for developers; absent in production
    *(strangers(f"gallery{one}", "GET") for one in ("", "_codes", "_fresh", "_public")),
    *(strangers(f"gallery{one}", "POST") for one in ("_save", "_upload", "_order")),
    strangers("gallery_error", status="=404"),
    # the demonstration's own
    strangers("demo_mail"),
    strangers("demo_phone"),
    strangers("demo_phone_use", "POST", sid="=CA00000000000000000000000000000000"),
    *(
        strangers(one, "POST", account="=AC0")
        for one in ("demo_phone_messages", "demo_phone_calls")
    ),
)
# The same routes, for objects in another state.
# a cancelled draft, a file of a draft, a letter for the member, a case that is decided
STATES: tuple[Row, ...] = (
    page("draft_page", "draft.edit", about="nothing", draft="cancelled"),
    act("draft_save", "draft.edit", about="nothing", json=True, body=lambda t: {"changes": {"x": ["", "2"]}}, draft="cancelled"),
    act("draft_note", "note.add", about="nothing", body=lambda t: {"type": "external", "text": "x"}, draft="cancelled"),
    page("document", "document.view", about="draft-document", attachment="draft_document"),
    page("letter", "letter.view", about="member-letter", letter="letter_member"),
    page("case_page", "case.view", about="case", number="decided"),
    act("issue", "determination.issue", about="request", request_id="decided_request", body=lambda t: {"version": "1"}),
    both("review_verb", "request.take", about="request", verb="=take", request_id="decided_request"),
    both("review_verb", "request.take", about="request", verb="=take", request_id="free_request"),
    both("review_verb", "request.determine", about="request", verb="=refer_to_physician", body=lambda t: {"reason": "Why"}, **REQUEST),
    both("review_verb", "information.request", about="request", verb="=request_information", body=lambda t: {"items": "Notes"}, **REQUEST),
    both("review_verb", "request.assign", about="request", verb="=reassign", **REQUEST),
    both("request_verb", "request.take", about="case", n="=1", verb="=take", **CASE),
)  # fmt: skip
