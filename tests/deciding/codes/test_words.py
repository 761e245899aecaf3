"""Words of a text and the word index."""

from hypothesis import given
from hypothesis import strategies as st

from precert.codes import words

TEXTS = st.lists(st.text(alphabet="abc é'-,", max_size=12), max_size=30)
PREFIX = st.text(alphabet="abce", min_size=1, max_size=3)


def first_node(stored: dict[str, int], prefix: str) -> int:
    """The look-up the database does: the first stored prefix at or after the typed one, if it
    begins with it.
    """
    at = next((p for p in sorted(stored) if p >= prefix), "")
    return stored[at] if at.startswith(prefix) else 0


def test_words_are_lower_case_without_accents_and_distinct() -> None:
    assert words.split("Ménière's disease, Right-ear DISEASE (H81.0)") == [
        "menieres",
        "disease",
        "right",
        "ear",
        "h81",
        "0",
    ]


def test_an_apostrophe_may_be_left_out_when_typing() -> None:
    assert words.match(words.typed("parkinsons"), "Parkinson's disease")
    assert words.match(words.typed("parkinson’s"), "Parkinson's disease")


def test_every_typed_word_must_begin_a_word() -> None:
    assert words.match(["low", "pa"], "Low back pain")
    assert not words.match(["ow"], "Low back pain")
    assert not words.match(["low", "knee"], "Low back pain")


def test_a_long_query_is_cut() -> None:
    assert len(words.typed(" ".join(f"w{n}" for n in range(100)))) == words.MOST_WORDS
    assert words.typed("x" * 10_000) == ["x" * words.LONGEST_WORD]


@given(TEXTS)
def test_each_prefix_is_stored_once(texts: list[str]) -> None:
    found = [prefix for prefix, _ in words.nodes(texts)]
    assert len(found) == len(set(found))


@given(TEXTS, st.lists(PREFIX, min_size=1, max_size=3))
def test_the_index_finds_what_reading_every_text_finds(
    texts: list[str], prefixes: list[str]
) -> None:
    stored = dict(words.nodes(texts))
    places = -1
    for prefix in prefixes:
        places &= first_node(stored, prefix)
    assert words.lowest(places, 1_000) == [
        n for n, text in enumerate(texts) if words.match(prefixes, text)
    ]


@given(st.sets(st.integers(0, 5_000)))
def test_a_packed_set_unpacks_to_itself_and_gives_its_lowest_places(places: set[int]) -> None:
    bits = sum(1 << place for place in places)
    assert words.unpack(words.pack(bits)) == bits
    assert words.lowest(bits, 20) == sorted(places)[:20]


@given(st.text())
def test_no_text_raises_and_words_are_plain(text: str) -> None:
    assert all(
        word.isascii() and word.isalnum() and word == word.lower() for word in words.typed(text)
    )
