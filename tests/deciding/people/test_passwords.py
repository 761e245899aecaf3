import time
import unicodedata

import pytest

from precert.people import passwords, policy

GUIDES = policy.PasswordRule()
EIGHT = policy.PasswordRule(least=8, kinds=False)
NIST = policy.PasswordRule(least=15, kinds=False)


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("Correct-Horse-7-Battery", GUIDES),
        ("vz4$Kq-91bW!xU", GUIDES),
        ("velvet orbit mango staple", NIST),
        ("Кошка-7-на-Крыше-спит", GUIDES),
        ("xq7vkz2m", EIGHT),
        ("velvet orbit mango staple " * 5, NIST),  # 130 characters
    ],
)
def test_good_passwords_pass_blanks_every_alphabet_and_128_characters_too(password, rule):
    assert (
        passwords.problems(
            password,
            rule,
            username="ada",
            names=["Ada", "Tester", "ada@example.org", "Denver Health"],
        )
        == []
    )


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize(
    ("password", "rule"),
    [
        ("password", EIGHT),
        ("Sunshine", EIGHT),
        ("trustno1", EIGHT),
        ("Password123456!", GUIDES),
        ("Qwertyuiop-1234", GUIDES),
        ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", NIST),
        ("Aa1!Aa1!Aa1!Aa1!Aa1!Aa1!", GUIDES),
        ("abcdefghijklmnop", NIST),
        ("passwordpasswordpassword", NIST),
    ],
)
def test_common_passwords_and_patterns_are_refused_however_long(password, rule):
    assert passwords.problems(password, rule)


@pytest.mark.req("ACC-07")
@pytest.mark.parametrize(
    "password",
    ["LovelaceAda", "DenverHealth", "healthdenver", "ada.lovelace@example.org", "Denver-Health-1!"],
)
def test_what_belongs_to_the_person_protects_nothing(password):
    names = ["Ada", "Lovelace", "ada.lovelace@example.org", "Denver Health"]
    assert passwords.problems(password, EIGHT, username="alovelace", names=names) == [
        passwords.OWN_WORDS
    ]


@pytest.mark.req("ACC-07")
def test_one_form_whatever_the_keyboard_and_nothing_is_cut_off():
    composed = "Käse-Brötchen-47-grün"
    typed = unicodedata.normalize("NFD", composed)
    assert typed != composed
    assert passwords.is_right(typed, passwords.hashed(composed))
    long = "velvet orbit mango staple " * 9
    stored = passwords.hashed(long)
    assert passwords.is_right(long, stored)
    assert not passwords.is_right(long[:-1], stored)


@pytest.mark.req("ACC-07")
def test_the_longest_is_256_characters_counted_in_that_form():
    most = unicodedata.normalize("NFD", "é" * 20) + "velvet orbit mango staple " * 9
    assert len(passwords.normal(most)) == 254
    assert passwords.problems(most, NIST) == []
    assert passwords.problems(most + "abc", NIST) == ["Use at most 256 characters."]


def test_the_work_is_bounded_for_the_worst_that_can_be_typed():
    worst = "4@8({[<369!1|05$7+%2" * 12
    began = time.process_time()
    passwords.problems(worst, NIST, names=["many words " * 500])
    assert time.process_time() - began < 8  # about 1 s; all 240 characters would take minutes


def test_the_words_of_a_person_are_few_and_short():
    words = passwords.own_words(
        [
            "Al",
            "Mary-Ann O. Smith",
            "m.smith@example.org",
            "x" * 500,
            *(f"word{n}" for n in range(99)),
        ]
    )
    assert words[:4] == ["mary-ann o. smith", "mary", "ann", "smith"]
    assert len(words) == passwords.MOST_WORDS
    assert max(map(len, words)) == passwords.LONGEST_WORD
