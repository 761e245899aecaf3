"""Loading lists: run twice, run with a newer list, run with bad rows."""

from collections.abc import Callable
from datetime import date
from importlib import resources
from pathlib import Path
from unittest import mock

import pytest
from django.db import DatabaseError, connection

from precert.codes import loaders, queries, store, tabular
from precert.codes.entries import CodeEntry
from precert.codes.index import Progress
from precert.codes.models import Code, WordBlock, WordIndex, WordNode
from precert.codes.store import LoadedCodes

pytestmark = pytest.mark.django_db
DAY = date(2026, 7, 1)
Lister = Callable[..., Path]


@pytest.fixture
def cpt_list(tmp_path: Path) -> Lister:
    """Writes a licence holder's list of (code, description)."""

    def write(*rows: tuple[str, str]) -> Path:
        path = tmp_path / "cpt.csv"
        path.write_text("code,description\n" + "".join(f'{code},"{text}"\n' for code, text in rows))
        return path

    return write


def own(
    system: str,
    *entries: CodeEntry,
    released: date | None = DAY,
    source: str = "test",
    progress: Progress = loaders.silent,
) -> LoadedCodes:
    return store.write(
        system, source, {(system, e.code): e for e in entries}, progress, released=released
    )


def counts(loaded: LoadedCodes) -> tuple[int, int, int, int]:
    return loaded.added, loaded.changed, loaded.ended, loaded.kept


def test_the_whole_icd_is_loaded_once_however_often() -> None:
    if "icd10cm" not in queries.counts():
        loaders.icd10cm()
    assert counts(loaders.icd10cm()) == (0, 0, 0, queries.counts()["icd10cm"])
    assert queries.counts()["icd10cm"] == 98_186
    assert Code.objects.filter(system="icd10cm", billable=True).count() == 74_719


def test_the_release_day_is_that_of_the_package() -> None:
    names = [file.name for file in resources.files("simple_icd_10_cm").joinpath("data").iterdir()]
    assert any(tabular.RELEASED.strftime("%B-%Y") in name for name in names)


def test_the_shipped_procedures_are_all_good() -> None:
    assert loaders.procedures().rejected == []
    again = loaders.procedures()
    assert (again.added, again.changed, again.ended) == (0, 0, 0)
    assert again.kept >= 200


def test_a_newer_list_adds_changes_ends_and_reopens() -> None:
    assert counts(
        own(
            "icd9cm",
            CodeEntry("250.00", "Old words"),
            CodeEntry("V12.5", "Stays"),
            CodeEntry("401.9", "Goes"),
        )
    ) == (3, 0, 0, 0)
    assert counts(
        own(
            "icd9cm",
            CodeEntry("250.00", "New words"),
            CodeEntry("V12.5", "Stays"),
            CodeEntry("402.0", "Comes"),
        )
    ) == (1, 1, 1, 1)
    gone = queries.get("icd9cm", "401.9", on=DAY)
    assert gone is not None
    assert (gone.valid_to, gone.validity) == (date(2026, 6, 30), "ended")
    assert [row.code for row in queries.search("icd9cm", "new words")] == ["250.00"]
    assert queries.search("icd9cm", "old") == []
    assert counts(own("icd9cm", CodeEntry("401.9", "Goes"), released=None)) == (0, 1, 0, 0)
    assert queries.get("icd9cm", "401.9", on=DAY).validity == ""  # type: ignore[union-attr]


def test_an_empty_list_ends_nothing() -> None:
    own("icd9cm", CodeEntry("250.00", "Words"))
    assert counts(own("icd9cm")) == (0, 0, 0, 0)


def test_a_licence_holders_list_replaces_our_words_and_ours_dont_come_back(
    cpt_list: Lister,
) -> None:
    loaders.procedures()
    loaded = loaders.cpt(
        cpt_list(("97110", "Words of the licence holder"), ("97999", "Another")), released=DAY
    )
    assert (loaded.added, loaded.changed, loaded.ended) == (1, 1, 0)
    loaders.procedures()
    found = queries.many("cpt", ["97110", "97112"])
    assert found["97110"].text == "Words of the licence holder"
    assert found["97112"].valid_to is None
    assert loaders.cpt(cpt_list(("97110", "Words of the licence holder")), released=DAY).ended == 1


def test_a_list_with_bad_rows_keeps_the_good_and_ends_nothing(cpt_list: Lister) -> None:
    loaders.cpt(cpt_list(("97999", "One"), ("97998", "Two")), released=DAY)
    loaded = loaders.cpt(cpt_list(("97999", "One, changed"), ("9799", "Two")), released=DAY)
    assert (loaded.changed, loaded.ended) == (1, 0)
    assert [(r.row, r.column) for r in loaded.rejected] == [(3, "code")]
    assert queries.get("cpt", "97998", on=DAY).validity == ""  # type: ignore[union-attr]


def test_a_list_that_isnt_utf8_loses_only_its_bad_rows(tmp_path: Path) -> None:
    path = tmp_path / "cpt.csv"
    path.write_bytes(b"\xef\xbb\xbfcode,description\n97999,caf\xe9\n97998,Fine\n")
    loaded = loaders.cpt(path)
    assert [(r.row, r.column) for r in loaded.rejected] == [(2, "description")]
    assert queries.get("cpt", "97998") is not None


def test_a_cms_file_is_loaded(tmp_path: Path) -> None:
    path = tmp_path / "anweb.txt"
    line = (
        f"A9001001003{'Thing that stopped':80}{'':28}".ljust(268)
        + "200001012018010120161231N".ljust(52)
        + "\r\n"
    )
    path.write_bytes(("A disclaimer\xa0\r\n" + line).encode("latin-1"))
    assert loaders.hcpcs(path).rejected == []
    row = queries.get("hcpcs", "A9001", on=DAY)
    assert row is not None
    assert (row.text, row.valid_from, row.valid_to, row.validity) == (
        "Thing that stopped",
        date(2000, 1, 1),
        date(2016, 12, 31),
        "ended",
    )


def test_a_file_that_isnt_there_is_the_callers_to_explain(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="absent"):
        loaders.hcpcs(tmp_path / "absent.txt")


def test_progress_is_told_in_batches_of_at_most_a_thousand_rows() -> None:
    said: list[tuple[str, int, int]] = []
    own(
        "icd10pcs",
        *(CodeEntry(f"{n:07}", f"Text {n}") for n in range(2_500)),
        progress=lambda *what: said.append(what),
    )
    assert [s for s in said if s[0] == "storing codes"] == [
        ("storing codes", done, 2_500) for done in (1_000, 2_000, 2_500)
    ]
    assert any(s[0] == "indexing words" for s in said)


def test_a_rebuild_that_breaks_off_leaves_the_old_index_and_is_made_good() -> None:
    own("icd9cm", CodeEntry("250.00", "First words"))
    with (
        mock.patch.object(WordBlock.objects, "bulk_create", side_effect=DatabaseError("gone")),
        pytest.raises(DatabaseError),
    ):
        own("icd9cm", CodeEntry("250.00", "Second words"))
    assert [row.code for row in queries.search("icd9cm", "first")] == ["250.00"]
    assert counts(own("icd9cm", CodeEntry("250.00", "Second words"))) == (0, 0, 0, 1)
    assert [row.code for row in queries.search("icd9cm", "second")] == ["250.00"]
    assert queries.search("icd9cm", "first") == []


def test_only_the_build_in_use_and_the_one_before_are_kept() -> None:
    for n in range(4):
        own("icd9cm", CodeEntry("250.00", f"Words {n}"))
    current = WordIndex.objects.get(system="icd9cm").build
    assert set(WordNode.objects.filter(system="icd9cm").values_list("build", flat=True)) == {
        current - 1,
        current,
    }


def test_keys_and_prefixes_sort_by_bytes() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT column_name FROM information_schema.columns WHERE table_name LIKE"
                " 'codes_%%' AND collation_name = 'C'"
            )
            assert {name for (name,) in cursor.fetchall()} >= {"key", "prefix"}
    own(
        "icd10pcs",
        *(CodeEntry(code, "Word") for code in ("00Z0000", "0010000", "B010000", "9010000")),
    )
    assert [row.code for row in queries.search("icd10pcs", "word")] == [
        "0010000",
        "00Z0000",
        "9010000",
        "B010000",
    ]
