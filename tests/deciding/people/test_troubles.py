"""Why somebody can't get in, in words, with the one act that helps."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from precert.people.troubles import AccessFacts, LinkState, SentCode, troubles

NOW = datetime(2026, 6, 9, 15, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
WELL = AccessFacts(
    registered_at=NOW - timedelta(days=9),
    signed_in_at=NOW - timedelta(days=1),
    factors=1,
    memberships=1,
    contracts=1,
)
LINK = LinkState("invite", NOW - 60 * MINUTE, NOW + MINUTE)
CODE = SentCode(NOW - MINUTE, "sms", NOW + 9 * MINUTE)


def found(**facts):
    """Code and act of each finding for somebody who is well but for this."""
    return [(one.code, one.act) for one in troubles(replace(WELL, **facts), NOW)]


def test_who_is_well_has_no_troubles():
    assert troubles(WELL, NOW) == []


@pytest.mark.req("REV-09", part="help")
@pytest.mark.parametrize(
    ("facts", "code", "act"),
    [
        ({"locked_at": NOW, "tries_before_lock": 10}, "locked", "unlock"),
        ({"active": False, "inactive_reason": "admin"}, "deactivated", "reactivate"),
        ({"active": False, "inactive_reason": "unused"}, "unused", "reactivate"),
        ({"paused": ("Denver Hospital",)}, "paused", "reactivate"),
        ({"registered_at": None}, "no-link", "resend"),
        ({"registered_at": None, "link": LINK}, "link-waits", "resend"),
        ({"registered_at": None, "link": replace(LINK, expires_at=NOW)}, "link-expired", "resend"),
        ({"registered_at": None, "link": replace(LINK, opened_at=NOW)}, "unfinished", "resend"),
        (
            {"registered_at": None, "link": replace(LINK, lost="no mail server.")},
            "link-lost",
            "resend",
        ),
        ({"factors": 0}, "no-factor", "reset"),
        ({"wrong_codes": 3}, "wrong-code", ""),
        ({"wrong_passwords": 1}, "wrong-password", ""),
        ({"wrong_door": 2}, "wrong-door", ""),
        ({"code": CODE}, "code-waits", ""),
        ({"code": replace(CODE, expires_at=NOW)}, "code-old", ""),
        ({"code": replace(CODE, lost="No one answered.")}, "code-lost", "reset"),
        ({"pending_terms": ("Colorado",)}, "terms", ""),
        ({"contracts": 0}, "no-contract", ""),
        ({"memberships": 0}, "no-membership", "give-role"),
        ({"signed_in_at": None}, "never-signed-in", ""),
    ],
)
def test_each_trouble_is_named_with_the_one_act_that_helps(facts, code, act):
    assert found(**facts) == [(code, act)]


def test_a_used_code_is_no_trouble():
    assert found(code=replace(CODE, used_at=NOW)) == []


def test_words_say_how_many_tries_and_which_way_the_code_went():
    said = " ".join(
        one.text
        for one in troubles(
            replace(WELL, locked_at=NOW, tries_before_lock=10, wrong_codes=1, code=CODE), NOW
        )
    )
    assert "10 failed attempts" in said
    assert "1 wrong code " in said
    assert "by text message" in said


def test_what_stops_stands_first():
    said = troubles(replace(WELL, wrong_codes=2, active=False, inactive_reason="admin"), NOW)
    assert [one.stops for one in said] == [True, False]


def test_a_deactivated_newcomer_is_reactivated_before_a_link_is_mailed():
    assert found(active=False, inactive_reason="admin", registered_at=None, link=LINK) == [
        ("deactivated", "reactivate"),
        ("link-waits", ""),
    ]


def test_staff_need_no_provider_no_contract_and_no_terms():
    assert found(staff=True, memberships=0, contracts=0, pending_terms=("Colorado",)) == []
