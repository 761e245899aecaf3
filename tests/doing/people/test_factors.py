"""Apps, telephones, recovery codes and passkeys, looked at by themselves."""

import pyotp
import pytest

from precert.documents.crypto import CryptoError
from precert.people.factors import app, passkeys, phones, recovery
from precert.people.models import Account, RecoveryCode
from precert.people.queries import accepted_kinds, destination, factors_of, usable_factors
from precert.people.queries.factors import masked_email
from tests.harness.authenticator import HERE, Authenticator, changed
from tests.harness.characters import account, make_cast


@pytest.fixture(autouse=True)
def at_home(settings):
    settings.SITE_URL = HERE


@pytest.mark.req("ACC-04")
def test_an_apps_code_is_good_for_its_step_and_one_beside_it(now):
    secret = app.new_secret()
    shown = pyotp.TOTP(secret)
    step = int(now.timestamp()) // app.STEP
    assert [
        app.step_of(secret, shown.generate_otp(step + offset), now) for offset in (-2, -1, 0, 1, 2)
    ] == [
        None,
        step - 1,
        step,
        step + 1,
        None,
    ]
    assert app.step_of(secret, f" {shown.at(now)[:3]} {shown.at(now)[3:]} ", now) == step
    assert app.step_of(secret, "١٢٣٤٥٦", now) is None


@pytest.mark.req("ACC-04")
def test_a_step_works_once_and_none_before_it(now):
    secret = app.new_secret()
    step = app.step_of(secret, pyotp.TOTP(secret).at(now), now)
    assert app.step_of(secret, pyotp.TOTP(secret).at(now), now, after=step) is None
    assert app.step_of(secret, pyotp.TOTP(secret).generate_otp(step - 1), now, after=step) is None
    assert (
        app.step_of(secret, pyotp.TOTP(secret).generate_otp(step + 1), now, after=step) == step + 1
    )


def test_the_codes_are_those_of_the_rfcs_test_vectors(now):
    secret = (  # RFC 6238, appendix B, SHA-1; the last six of eight digits
        "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    )
    for seconds, digits in ((59, "287082"), (1111111109, "081804"), (20000000000, "353130")):
        assert app.step_of(secret, digits, now.fromtimestamp(seconds, now.tzinfo)) == seconds // 30


def test_the_qr_code_holds_the_key_and_is_drawn_as_svg():
    uri = app.uri("ABCDEFGHIJKLMNOPQRSTUVWX", "nina o'neil")
    assert (
        uri
        == "otpauth://totp/Precert:nina%20o%27neil?secret=ABCDEFGHIJKLMNOPQRSTUVWX&issuer=Precert"
    )
    assert app.qr(uri).startswith("data:image/svg+xml")
    assert app.spoken("ABCDEFGHIJ") == "ABCD EFGH IJ"


def test_a_key_opens_for_its_owner_only():
    sealed = app.seal("ABCD", 7)
    assert "ABCD" not in sealed
    assert app.unseal(sealed, 7) == "ABCD"
    with pytest.raises(CryptoError):
        app.unseal(sealed, 8)


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize(
    "typed", ["303-555-0123", "(303) 555 0123", "+1 303.555.0123", "1 303 555 0123"]
)
def test_a_direct_line_of_ten_digits(typed):
    assert phones.e164(typed) == "+13035550123"


@pytest.mark.req("ACC-04")
@pytest.mark.parametrize(
    "typed",
    [
        "303-555-0123 x12",
        "303 555 0123 ext. 4",
        "555-0123",
        "900-555-1234",
        "800-555-0199",
        "+44 20 7946 0958",
        "604-555-0123",
        "no",
        "",
    ],
)
def test_what_is_no_direct_line_is_refused_with_words(typed):
    with pytest.raises(ValueError, match="direct line"):
        phones.e164(typed)


def test_numbers_and_addresses_are_masked():
    assert phones.shown("+13035550123") == "+1 ••• ••• 0123"
    assert phones.spelled("+13035550123") == "(303) 555-0123"
    assert masked_email("anna.nurse@example.org") == "a••@example.org"


@pytest.mark.req("ACC-04")
def test_recovery_codes_are_ten_different_ones_that_bear_sloppy_typing(db, now):
    owner = account("nina", now).pk
    shown = recovery.new_codes()
    assert len({*shown}) == 10
    kept = [
        RecoveryCode.objects.create(account_id=owner, code_hash=recovery.hashed(code), made_at=now)
        for code in shown
    ]
    assert not any(
        recovery.plain(code) in row.code_hash for code, row in zip(shown, kept, strict=True)
    )
    sloppy = f" {shown[3].upper().replace('-', ' ').replace('0', 'O').replace('1', 'l')} "
    assert recovery.find(owner, sloppy) == kept[3].pk
    assert recovery.find(owner, "") is None
    assert recovery.find(owner + 1, shown[3]) is None
    RecoveryCode.objects.filter(pk=kept[3].pk).update(used_at=now)
    assert recovery.find(owner, shown[3]) is None


def made(device, account_id=1, there=()):
    options, state = passkeys.begin_adding(account_id, "nina", "Nina Newcomer", there)
    return passkeys.finish_adding(state, device.create(options))


@pytest.mark.req("ACC-04")
def test_a_passkey_is_made_and_proves_itself():
    device = Authenticator()
    new = made(device)
    options, state = passkeys.begin_proving([made(Authenticator()).credential, new.credential])
    assert options["publicKey"]["allowCredentials"][1]["transports"] == ["internal"]
    proved = passkeys.finish_proving(state, device.get(options), [new.credential])
    assert (proved.credential_id, proved.counter) == (new.credential_id, 2)


def test_what_the_browser_is_asked_names_those_there_and_nothing_of_the_person():
    new = made(Authenticator())
    asked = passkeys.begin_adding(1, "nina", "Nina Newcomer", [new.credential])[0]["publicKey"]
    assert len(asked["excludeCredentials"]) == 1
    assert asked["attestation"] == "none"
    assert asked["authenticatorSelection"]["userVerification"] == "preferred"
    assert (
        asked["user"]["id"]
        != passkeys.begin_adding(2, "nina", "Nina Newcomer", [])[0]["publicKey"]["user"]["id"]
    )


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device, options: Authenticator("https://evil.example").create(options),
        lambda device, options: Authenticator(f"{HERE}0").create(options),
        lambda device, options: device.create(
            {"publicKey": options["publicKey"] | {"challenge": "AAAA"}}
        ),
        lambda device, options: device.create(
            {"publicKey": options["publicKey"] | {"rp": {"id": "evil.example"}}}
        ),
        lambda device, options: device.create(options) | {"response": {}},
        lambda device, options: None,
        lambda device, options: {"id": 1},
        lambda device, options: [],
    ],
)
def test_a_passkey_of_another_origin_or_challenge_is_refused(spoil):
    options, state = passkeys.begin_adding(1, "nina", "Nina Newcomer", [])
    with pytest.raises(passkeys.PasskeyError):
        passkeys.finish_adding(state, spoil(Authenticator(), options))
    with pytest.raises(passkeys.PasskeyError):
        passkeys.finish_adding({}, Authenticator().create(options))


@pytest.mark.parametrize(
    "spoil",
    [
        lambda device, options: changed(device.get(options), "signature"),
        lambda device, options: changed(device.get(options), "authenticatorData"),
        lambda device, options: Authenticator().get(options),
        lambda device, options: device.create(passkeys.begin_adding(1, "nina", "Nina", [])[0]),
        lambda device, options: {},
        lambda device, options: "x",
    ],
)
def test_a_wrong_answer_proves_no_passkey(spoil):
    device = Authenticator()
    new = made(device)
    options, state = passkeys.begin_proving([new.credential])
    with pytest.raises(passkeys.PasskeyError):
        passkeys.finish_proving(state, spoil(device, options), [new.credential])


@pytest.mark.parametrize(
    ("site", "works"),
    [
        (HERE, True),
        ("https://precert.example.org", True),
        ("http://127.0.0.1:8000", False),
        ("https://[::1]", False),
    ],
)
def test_passkeys_need_a_host_with_a_name(settings, site, works):
    settings.SITE_URL = site
    assert passkeys.possible() is works


@pytest.mark.req("ACC-04")
def test_the_kinds_accepted_are_those_that_every_contract_and_the_installation_take(
    db, now, settings, monkeypatch
):
    cast = make_cast(now)
    settings.TELEPHONE_URL = "http://127.0.0.1:1"
    assert accepted_kinds(cast.ada) == {"passkey", "app", "phone", "email"}
    settings.FACTORS = ["passkey", "app", "phone"]
    assert accepted_kinds(cast.ada) == {"passkey", "app", "phone"}
    settings.TELEPHONE_URL = ""
    settings.SITE_URL = "http://127.0.0.1:8000"
    assert accepted_kinds(cast.ada) == {"app"}
    assert accepted_kinds(cast.grace) == {"app"}
    assert accepted_kinds(Account(pk=0), adding=cast.hospital) == {"app"}


@pytest.mark.parametrize(
    ("contracts", "accepted"),
    [
        ([("phone", "email"), ("email", "app")], {"email"}),
        ([("email",), ("app",)], {"app"}),
        ([], {"passkey", "app", "email"}),
    ],
)
def test_contracts_with_nothing_in_common_leave_the_strongest(db, monkeypatch, contracts, accepted):
    packs = [
        type("Pack", (), {"sign_in": type("SignIn", (), {"factors": kinds})}) for kinds in contracts
    ]
    monkeypatch.setattr(
        "precert.people.queries.factors.packs_of", lambda account, adding=None: packs
    )
    assert accepted_kinds(Account(pk=1)) == accepted


def test_a_factor_that_is_accepted_no_more_is_still_a_way_in_when_there_is_no_other(
    db, now, settings
):
    ada = make_cast(now).ada
    settings.FACTORS = ["app"]
    assert [card.kind for card in usable_factors(ada)] == ["email"]
    assert [(card.shown, card.kind_label) for card in factors_of(ada.pk)] == [
        ("a••@example.test", "Email")
    ]
    assert destination(ada, factors_of(ada.pk)[0].id) == "ada@example.test"
    assert destination(ada, 0) == ""
