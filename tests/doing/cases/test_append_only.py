"""What was submitted, decided and journaled is never changed or deleted: the database itself
refuses, on both engines.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, models, transaction

from precert.cases.actions.add_note import AddNote, AddNoteInput
from precert.cases.actions.answer_information import AnswerInformation, AnswerInformationInput
from precert.cases.actions.request_information import RequestInformation, RequestInformationInput
from precert.cases.models import Attachment, Draft, RequestState
from precert.conduct.perform import perform
from precert.contracts.models import ContractVersion
from precert.jobs import audit
from precert.jobs import worker as jobs
from precert.jobs.frozen import tables
from precert.journal.access_log import log_readings
from precert.journal.recording import By
from precert.kit import frozen
from tests import world as w
from tests.doing.cases import asking as a
from tests.doing.conversations.writing import read, write

REFUSED = "append-only"


@pytest.fixture
def lived(world: w.World, now: datetime) -> UUID:
    """A request with a row in every frozen table: note, documents, question and answer,
    determination, letters, message, reading, seal.
    """
    answer = w.submitted(world, now)
    request = UUID(answer["request"])
    perform(AddNote, AddNoteInput(request, "external", "x"), world.ada, now)
    w.take(request, world.grace, now)
    asked = perform(
        RequestInformation, RequestInformationInput(request, ("Notes",)), world.grace, now
    ).answer
    file = a.stored(world.ada, now)
    perform(
        AnswerInformation,
        AnswerInformationInput(UUID(asked["information_request"]), "", ((file, "other"),)),
        world.ada,
        now,
    )
    version = w.decide(request, world.grace, now, w.APPROVE)
    perform(w.IssueDetermination, w.to_issue(request, version), world.grace, now)
    jobs.run_once(now)
    read(write(request, world.grace, now), world.ada, now)
    log_readings(
        {"case": [answer["case"]]},
        by=By("person", "1", "Ada"),
        at=now,
        page="case_page",
        address="",
    )
    assert list(audit.seal(now))
    return request


def model_of(table: str) -> type[models.Model]:
    return next(m for m in apps.get_models() if m._meta.db_table == table)


def refused(statement: str, table: str = "") -> bool:
    """Whether the database refuses the statement because the table (this one, if it is named) is
    frozen.
    """
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    except DatabaseError as error:
        return f"{table} is {REFUSED}" in str(error)
    return False


def columns() -> Iterator[tuple[str, str]]:
    """Every frozen column of every frozen table."""
    for table, named in tables().items():
        for field in model_of(table)._meta.concrete_fields:
            if not named or field.column in named:
                yield table, field.column


@pytest.mark.req("COM-01")
@pytest.mark.req("STA-04", part="provider")
def test_no_frozen_column_can_be_updated_and_no_row_deleted_by_sql(lived: UUID) -> None:
    empty = [table for table in tables() if not model_of(table)._default_manager.exists()]
    assert empty == []
    assert [
        where
        for where in columns()
        if not refused(f'UPDATE "{where[0]}" SET "{where[1]}" = "{where[1]}"')
    ] == []
    assert [table for table in tables() if not refused(f'DELETE FROM "{table}"')] == []


@pytest.mark.req("OPS-05")
@pytest.mark.req("STA-04", part="provider")
def test_no_table_can_be_emptied_or_written_over_past_the_triggers_on_rows(lived: UUID) -> None:
    """TRUNCATE fires no trigger on DELETE, REPLACE only where the connection says so."""
    past = {
        "postgresql": (
            'SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE "{0}" CASCADE'
        ),  # it waits for no check that is put off
        "sqlite": 'INSERT OR REPLACE INTO "{0}" SELECT * FROM "{0}"',
    }[connection.vendor]
    assert [table for table in tables() if not refused(past.format(table), table)] == []


@pytest.mark.req("STA-04", part="provider")
def test_no_row_can_be_updated_or_deleted_through_the_orm(lived: UUID) -> None:
    for table, named in tables().items():
        rows = model_of(table)._default_manager.all()
        field = next(
            f
            for f in rows.model._meta.concrete_fields
            if (not named or f.column in named) and not f.primary_key
        )
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            rows.update(**{field.attname: models.F(field.attname)})
        with pytest.raises(DatabaseError, match=REFUSED), transaction.atomic():
            rows._raw_delete(using="default")


def test_beside_the_frozen_columns_what_moves_can_move(lived: UUID, now: datetime) -> None:
    later = now + timedelta(days=1)
    assert RequestState.objects.update(changed_at=later) == 1
    assert Attachment.objects.update(removed_at=later) == 1
    assert Draft.objects.update(modified_at=later) == 1


def test_all_triggers_are_in_place_after_migrate_and_a_lost_one_is_noticed(db: None) -> None:
    assert frozen.missing(connection, tables()) == []
    on = ' ON "cases_note"' if connection.vendor == "postgresql" else ""
    for event in frozen.EVENTS[connection.vendor]:
        with connection.cursor() as cursor:
            cursor.execute(f'DROP TRIGGER "frozen_{event}_cases_note"{on}')
        assert frozen.missing(connection, tables()) == ["cases_note"]
        frozen.install(connection, tables())
        assert frozen.missing(connection, tables()) == []


def test_versions_of_contracts_are_frozen_too(db: None) -> None:
    assert ContractVersion.objects.exists()
    assert "contracts_contractversion" in tables()
