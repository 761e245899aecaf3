"""`precert load-codes`: what it loads and what it says."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from precert.codes import loaders, queries
from precert.codes.store import LoadedCodes

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def without_icd(monkeypatch: pytest.MonkeyPatch) -> None:
    """The full ICD-10-CM is loaded in the template; comparing it again takes seconds."""
    monkeypatch.setattr(loaders, "icd10cm", lambda: LoadedCodes(kept=98_186))


def run(**options: object) -> tuple[str, str]:
    out, err = StringIO(), StringIO()
    call_command("load_codes", stdout=out, stderr=err, **options)
    return out.getvalue(), err.getvalue()


def test_what_ships_is_loaded_and_counted() -> None:
    out, err = run()
    assert "ICD-10-CM: 0 added, 0 changed, 0 ended, 98,186 unchanged" in out
    assert "Procedures: 0 added, 0 changed, 0 ended" in out
    assert err == ""


def test_a_licensed_list_is_loaded_and_its_bad_rows_are_told(tmp_path: Path) -> None:
    file = tmp_path / "cpt.csv"
    file.write_text("code,description\n0001T,A made-up service\nnonsense,Not a code\n")
    out, err = run(cpt=file)
    assert "CPT: 1 added" in out
    assert "CPT: row 3" in err
    assert "1 rows were rejected" in err
    assert queries.get("cpt", "0001T") is not None


def test_an_hcpcs_file_is_loaded(tmp_path: Path) -> None:
    file = tmp_path / "anweb.txt"
    texts = "A9001" + "00100" + "3" + "Made-up supply".ljust(80) + "Made-up".ljust(28)
    file.write_text((texts.ljust(268) + "20240101" * 2 + " " * 8 + "N").ljust(320) + "\r\n")
    out, _ = run(hcpcs=file)
    assert "HCPCS: 1 added" in out


@pytest.mark.parametrize("option", ["cpt", "hcpcs"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, option: str) -> None:
    with pytest.raises(CommandError, match="nowhere"):
        run(**{option: tmp_path / "nowhere.txt"})
