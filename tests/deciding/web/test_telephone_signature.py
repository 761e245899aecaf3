"""Signatures of the telephone service, held against the official validator."""

from hypothesis import example, given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator

from precert.web.telephone.signature import is_signed, sign

URL = "https://precert.health.gov/telephone/call/eyJtIjoxfQ.abc-_/key?last=1"
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)


@given(token=WORDS.filter(bool), fields=st.dictionaries(WORDS, WORDS, max_size=6))
@example(token="t", fields={"Digits": "#", "To": "+13035550122", "b": "ü", "B": ""})
def test_ours_is_the_official_one(token: str, fields: dict[str, str]) -> None:
    official = RequestValidator(token)
    ours = {name: [value] for name, value in fields.items()}
    assert sign(token, URL, ours) == official.compute_signature(URL, fields)
    assert is_signed(token, URL, ours, official.compute_signature(URL, fields))


def test_the_usual_port_may_be_in_the_address_or_not() -> None:
    fields = {"Digits": ["#"]}
    for ours, theirs in (
        ("https://a.example/x", "https://a.example:443/x"),
        ("https://a.example:443/x", "https://a.example/x"),
        ("http://127.0.0.1:8000/x", "http://127.0.0.1:8000/x"),
        ("http://[::1]:8000/x", "http://[::1]:8000/x"),
    ):
        assert is_signed("token", ours, fields, sign("token", theirs, fields))


def test_anything_changed_is_not_signed() -> None:
    fields = {"Digits": ["1"], "CallSid": ["CA1"]}
    good = sign("token", URL, fields)
    assert not is_signed("other", URL, fields, good)
    assert not is_signed("token", URL.replace("last=1", "last=2"), fields, good)
    assert not is_signed("token", URL, {**fields, "Digits": ["#"]}, good)
    assert not is_signed("token", URL, {**fields, "More": ["1"]}, good)
    assert not is_signed("token", URL, fields, "")
    assert not is_signed("token", URL, fields, "ÿ" + good[1:])


def test_an_empty_token_signs_nothing() -> None:
    fields = {"Digits": ["#"]}
    assert not is_signed(
        "", URL, fields, RequestValidator("").compute_signature(URL, {"Digits": "#"})
    )
