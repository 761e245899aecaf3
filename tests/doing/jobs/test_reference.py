"""The generated pages: fresh in the repository; a stale or missing one is named."""

from pathlib import Path

import pytest
from django.core.management import call_command

from precert.cases.edits._run import codes
from precert.cases.statuses import TABLE
from precert.jobs.reference import actions, contract, edits, permissions, settings, workflow
from precert.jobs.reference.pages import PAGES, stale, write
from precert.people.roles import PERMISSIONS, ROLES
from tests.architecture.source import ROOT


def test_the_pages_of_the_repository_are_fresh() -> None:
    assert stale(ROOT / "docs" / "reference") == []


def test_what_was_written_is_fresh_and_is_not_written_again(tmp_path: Path) -> None:
    assert sorted(write(tmp_path)) == sorted(PAGES)
    assert stale(tmp_path) == []
    assert write(tmp_path) == []


def test_check_names_each_stale_page_and_writes_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(tmp_path)
    (tmp_path / "edits.md").write_text("old")
    (tmp_path / "actions.md").unlink()
    with pytest.raises(SystemExit) as ended:
        call_command("reference", "--check", folder=tmp_path)
    assert ended.value.code == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'edits.md'} is stale" in said
    assert f"{tmp_path / 'actions.md'} is stale" in said
    assert "workflow.md" not in said
    assert (tmp_path / "edits.md").read_text() == "old"
    assert not (tmp_path / "actions.md").exists()


def test_the_command_writes_what_is_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    call_command("reference", folder=tmp_path)
    call_command("reference", "--check", folder=tmp_path)
    assert "fresh" in capsys.readouterr().out


def test_the_workflow_draws_every_step_from_every_status() -> None:
    drawn = workflow.drawing()
    assert all(step.verb in drawn for step in TABLE.values())
    assert "active_review --> completed : deny_unanswered, issue_determination" in drawn
    assert "Review organi" in workflow.page()


def test_nobody_is_left_out_of_the_tables() -> None:
    page = permissions.page()
    assert all(f"`{role.id}`" in page and role.label in page for role in ROLES.values())
    granted = {name for role in ROLES.values() for name in role.permissions}
    assert all(f"`{name}`" in page for name in PERMISSIONS if name in granted)
    assert all(f"## {code}" in edits.page() for code in codes())
    shown = settings.page()
    assert [name for name in sorted(settings.known()) if name not in shown] == []


def test_every_action_asks_for_a_permission_of_the_table() -> None:
    shelves = dict(actions.shelves())
    assert {"cases", "people", "letters"} <= set(shelves)
    assert "`submit`" in actions.page()
    verbs = [kind.verb for kinds in shelves.values() for kind in kinds]
    assert len(verbs) == len(set(verbs))


def test_every_key_of_a_pack_has_its_meaning() -> None:
    rows = [line for line in contract.page().splitlines() if line.startswith("| `")]
    assert len(rows) > 150
    assert [row for row in rows if row.endswith("|  |")] == []
