"""Versions of packs in the database: loaded whole or not at all, never changed, current at once."""

import json
import shutil
from collections.abc import Callable
from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from precert.contracts import loader, queries
from precert.contracts.content import ContentError, stored
from precert.contracts.loader import LoadedPack, check_folders, load_folder, load_folders
from precert.contracts.models import ContractVersion, CurrentVersion
from precert.contracts.pack_reader import SHIPPED
from precert.contracts.problems import PackError

pytestmark = pytest.mark.django_db
Copy = Callable[..., Path]  # see conftest


def test_a_pack_is_loaded_and_read_back_whole(now: datetime, copy: Copy) -> None:
    assert load_folder(copy("third"), now, by="ada") == LoadedPack("third", 1, "new")
    found = queries.current("third")
    assert (found.number, found.pack.name, found.pack.customer.number) == (1, "CO UM", "00198")
    assert found.text(found.pack.terms.file) == (SHIPPED / "co-um" / "terms.md").read_text()
    assert found.questionnaire("questionnaires/imaging.json").sections
    row = ContractVersion.objects.get(pk=found.version_pk)
    assert (row.loaded_at, row.loaded_by, len(row.digest)) == (now, "ada", 64)


def test_the_same_pack_again_is_no_new_version(now: datetime, copy: Copy) -> None:
    folder = copy("third")
    load_folder(folder, now)
    assert load_folder(folder, now + timedelta(days=1)) == LoadedPack("third", 1, "unchanged")
    assert ContractVersion.objects.filter(contract="third").count() == 1
    assert CurrentVersion.objects.get(contract="third").since == now


def test_a_changed_pack_is_the_next_version_and_the_pinned_one_stays(
    now: datetime, copy: Copy
) -> None:
    load_folder(copy("third"), now)
    first = queries.current("third")
    before = ContractVersion.objects.values().get(pk=first.version_pk)
    assert load_folder(copy("third", idle_minutes="60"), now) == LoadedPack("third", 2, "new")
    assert queries.current("third").pack.session.idle_minutes == 60
    assert queries.pinned(first.version_pk).pack.session.idle_minutes == 30
    queries.forget()
    assert queries.pinned(first.version_pk).pack == first.pack
    assert ContractVersion.objects.values().get(pk=first.version_pk) == before


def test_a_changed_file_is_a_new_version_too(now: datetime, copy: Copy) -> None:
    folder = copy("third")
    load_folder(folder, now)
    old = queries.current("third")
    (folder / "terms.md").write_text("# New terms\n")
    assert load_folder(folder, now).number == 2
    assert queries.current("third").text("terms.md") == "# New terms\n"
    assert queries.pinned(old.version_pk).text("terms.md") != "# New terms\n"


def test_going_back_makes_the_earlier_version_current_again(now: datetime, copy: Copy) -> None:
    load_folder(copy("third"), now)
    load_folder(copy("third", idle_minutes="60"), now)
    shutil.rmtree(copy("third"))
    assert load_folder(copy("third"), now) == LoadedPack("third", 1, "back")
    assert queries.current("third").number == 1
    assert ContractVersion.objects.filter(contract="third").count() == 2


def test_a_bad_pack_loads_nothing_and_the_good_ones_are_loaded(
    now: datetime, copy: Copy, tmp_path: Path
) -> None:
    copy("bad", time_zone='"Nowhere"')
    copy("fine")
    report = load_folders([tmp_path, SHIPPED], now)
    assert [one.contract for one in report.loaded] == ["fine", "co-um", "ms-state-um"]
    assert [str(one) for one in report.problems] == [
        "bad/contract.toml: time_zone: 'Nowhere' is not an IANA time zone"
    ]
    assert not ContractVersion.objects.filter(contract="bad").exists()


def test_a_bad_new_version_leaves_the_old_one_current(now: datetime, copy: Copy) -> None:
    load_folder(copy("third"), now)
    with pytest.raises(PackError):
        load_folder(copy("third", idle_minutes="1"), now)
    assert queries.current("third").number == 1


def test_two_packs_of_one_name_are_refused(now: datetime, copy: Copy, tmp_path: Path) -> None:
    copy("co-um")
    report = load_folders([SHIPPED, tmp_path], now)
    assert len(report.loaded) == 2
    assert "a pack of this name is already" in str(report.problems[0])


def test_an_empty_place_is_a_problem(tmp_path: Path) -> None:
    assert "has no pack" in str(check_folders([tmp_path])[0])


def test_a_number_taken_by_another_loader_is_tried_again(
    now: datetime, copy: Copy, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, failures = loader._write, [IntegrityError(), IntegrityError()]

    def late(*given: Any) -> LoadedPack:
        if failures:
            raise failures.pop()
        return write(*given)

    monkeypatch.setattr(loader, "_write", late)
    assert load_folder(copy("third"), now).number == 1


def test_what_was_parsed_from_another_database_is_not_used(now: datetime, copy: Copy) -> None:
    """A restored copy may hold other content under the same key."""
    with transaction.atomic():
        load_folder(copy("third"), now)
        gone = queries.current("third")
        transaction.set_rollback(True)
    load_folder(copy("third", idle_minutes="60"), now)
    again = ContractVersion.objects.get(contract="third")
    if again.pk == gone.version_pk:  # SQLite gives the key again, PostgreSQL doesn't
        assert queries.current("third").pack.session.idle_minutes == 60
    assert queries.current("third").digest == again.digest


def test_which_version_is_current_costs_one_query_once_parsed(now: datetime) -> None:
    load_folders([SHIPPED], now)
    queries.all_current()
    with CaptureQueriesContext(connection) as seen:
        queries.current("co-um")
        queries.all_current()
    assert len(seen) == 2
    assert all('"content"' not in one["sql"] for one in seen)


def test_a_contract_that_is_not_loaded_is_unknown() -> None:
    with pytest.raises(queries.UnknownContractError, match="no contract 'nobody'"):
        queries.current("nobody")
    with pytest.raises(queries.UnknownContractError):
        queries.pinned(0)


def test_a_number_or_content_cannot_stand_twice(now: datetime, copy: Copy) -> None:
    load_folder(copy("third"), now)
    row = ContractVersion.objects.get(contract="third")
    for number, digest in ((1, "other"), (2, row.digest)):
        again = ContractVersion(
            contract="third", number=number, digest=digest, content={}, loaded_at=now, loaded_by=""
        )
        with pytest.raises(IntegrityError), transaction.atomic():
            again.save()


def test_content_of_a_newer_release_is_refused() -> None:
    with pytest.raises(ContentError, match="format 2"):
        stored({"format": 2, "pack": {}, "assets": {}})


def test_load_packs_tells_what_it_did(settings: LazySettings, tmp_path: Path, copy: Copy) -> None:
    settings.PACK_FOLDER = str(tmp_path)
    copy("third")
    out = StringIO()
    call_command("load_packs", stdout=out)
    lines = out.getvalue().splitlines()
    assert [line.split(":")[0] for line in lines] == ["co-um", "ms-state-um", "third"]
    assert lines[-1] == "third: version 1 loaded"
    out = StringIO()
    call_command("load_packs", str(tmp_path / "third"), stdout=out)
    assert out.getvalue() == "third: version 1 is current already\n"


@pytest.mark.parametrize("command", ["load_packs", "check_packs"])
def test_the_commands_list_problems_and_fail(command: str, copy: Copy) -> None:
    err = StringIO()
    with pytest.raises(SystemExit) as caught:
        call_command(command, str(copy("bad", state='"XX"')), stderr=err)
    assert caught.value.code == 1
    assert (
        "bad/contract.toml: state: 'XX' is not a postal abbreviation of a state" in err.getvalue()
    )


def test_check_packs_knows_the_edits_of_this_release(copy: Copy) -> None:
    folder = copy("third")
    toml = folder / "contract.toml"
    toml.write_text(
        toml.read_text()
        + '\n[rules.severity]\nduplicate_services = "warning"\nduplicate_servces = "error"\n'
    )
    err = StringIO()
    with pytest.raises(SystemExit):
        call_command("check_packs", str(folder), stderr=err)
    assert (
        "third/contract.toml: rules.severity.duplicate_servces: there is no edit"
        " 'duplicate_servces'" in err.getvalue()
    )
    assert "severity.duplicate_services" not in err.getvalue()


def test_check_packs_loads_nothing() -> None:
    out, before = StringIO(), ContractVersion.objects.count()
    call_command("check_packs", stdout=out)
    assert out.getvalue() == "The packs are valid.\n"
    assert ContractVersion.objects.count() == before


def test_pack_schema_writes_what_editors_read(tmp_path: Path) -> None:
    call_command("pack_schema", str(tmp_path / "contract.schema.json"))
    assert "idle_minutes" in json.dumps(json.loads((tmp_path / "contract.schema.json").read_text()))
