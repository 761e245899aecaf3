"""NPI and registration code against the registry."""

from datetime import date, datetime, timedelta

import pytest
from pytest_django import Settings

from precert.contracts.queries import UnknownContractError
from precert.registry import registration
from precert.registry.models import Enrolment, RegistrationCode
from tests import world as w
from tests.harness.registering import CODE, give_code

pytestmark = pytest.mark.django_db
NPI = w.PROVIDERS["doctor"][1]
DAY = date(2026, 6, 9)


@pytest.fixture
def doctor(now: datetime) -> int:
    pk = w.build(now).providers["doctor"]
    give_code(pk, w.CO)
    return pk


@pytest.mark.req("ACC-02")
def test_the_pair_finds_the_provider_under_its_contract_only(doctor: int) -> None:
    [match] = registration.find(w.CO, NPI, CODE, DAY)
    assert (match.provider.id, match.provider.npi) == (doctor, NPI)
    assert registration.find(w.MS, NPI, CODE, DAY) == []
    assert registration.find(w.CO, NPI, "", DAY) == []
    assert registration.find(w.CO, "", CODE, DAY) == []
    code = RegistrationCode.objects.get(provider=doctor, contract=w.CO)
    assert code.digest == match.digest != CODE
    with pytest.raises(UnknownContractError):
        registration.find("no-such", NPI, CODE, DAY)


@pytest.mark.req("ACC-02")
def test_an_enrolment_counts_from_its_first_to_its_last_day(doctor: int) -> None:
    Enrolment.objects.filter(provider=doctor).update(active_from=DAY, active_to=DAY)
    assert registration.find(w.CO, NPI, CODE, DAY)
    assert not registration.find(w.CO, NPI, CODE, DAY + timedelta(days=1))
    assert not registration.find(w.CO, NPI, CODE, DAY - timedelta(days=1))


def test_a_code_still_holds_until_it_is_revoked_or_the_enrolment_ends(doctor: int) -> None:
    [match] = registration.find(w.CO, NPI, CODE, DAY)
    assert registration.holds(w.CO, doctor, match.digest, DAY)
    assert not registration.holds(w.CO, doctor, match.digest, date(2019, 12, 31))
    assert not registration.holds(w.CO, doctor, "", DAY)
    RegistrationCode.objects.filter(provider=doctor).delete()
    assert not registration.holds(w.CO, doctor, match.digest, DAY)
    assert not registration.holds(w.CO, doctor, "", DAY)


def test_codes_issued_under_an_earlier_key_work_while_it_is_a_fallback(
    doctor: int, settings: Settings
) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new " * 20, [settings.SECRET_KEY]
    [match] = registration.find(w.CO, NPI, CODE, DAY)
    assert registration.holds(w.CO, doctor, match.digest, DAY)
    settings.SECRET_KEY_FALLBACKS = []
    assert registration.find(w.CO, NPI, CODE, DAY) == []
