import pytest

from precert.cases.models import Case, CaseState
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def world(now):
    return w.build(now)


@pytest.fixture
def case(world, now):
    """A submitted case that is also known by an authorization number."""
    number = w.submitted(world, now)["case"]
    CaseState.objects.update(authorization=f"A{number}")
    return number


@pytest.mark.req("FND-02", part="numbers")
@pytest.mark.parametrize("typed", ["{}", " {} ", "A{}", "a{}"])
def test_a_case_is_found_by_its_id_and_its_authorization_number(world, case, typed):
    answer = w.signed_in(world, "ada", "denver").get("/search", {"q": typed.format(case)})
    assert answer.headers["Location"] == f"/cases/{case}"


@pytest.mark.req("FND-02", part="numbers")
def test_an_old_number_means_the_case_eight_thousand_further_on(world, now):
    old = w.submitted(world, now)["case"]
    row = Case.objects.get(number=old)
    again = Case.objects.create(
        number="113268340",
        contract=row.contract,
        consumer=row.consumer,
        category=row.category,
        submitted_at=now,
    )
    assert (
        w.signed_in(world, "grace").get("/search", {"q": "11326-0340"}).headers["Location"]
        == f"/cases/{again.number}"
    )


@pytest.mark.req("FND-02", part="numbers")
@pytest.mark.req("STA-06", part="same bytes")
def test_foreign_and_missing_numbers_answer_with_the_same_bytes(world, case):
    mallory = w.signed_in(world, "mallory", "mallory")
    answers = [
        mallory.get("/search", {"q": q})
        for q in (case, f"A{case}", "261600099", "A261600099", "26159-2001")
    ]
    assert {a.status_code for a in answers} == {404}
    assert len({a.content for a in answers}) == 1
    assert w.CANARY.encode() not in answers[0].content


def test_an_entitled_context_of_ones_own_is_offered(world, case):
    answer = w.signed_in(world, "ada", "aurora").get("/search", {"q": case})
    assert answer.status_code == 403
    assert f"Act for {'Denver Hospital'} and open the case" in answer.content.decode()
    assert w.CANARY not in answer.content.decode()


@pytest.mark.parametrize(
    "typed", ["", "Smith", "123", "'; drop table", "9" * 500, "\x00", "١٢٣٤٥٦٧٨٩"]
)
def test_what_is_no_number_gets_the_list_of_what_is(world, typed):
    answer = w.signed_in(world, "ada", "denver").get("/search", {"q": typed})
    assert answer.status_code == 200
    assert (
        "is one of" in answer.content.decode()
        or "Enter one of these in Search by #" in answer.content.decode()
    )
