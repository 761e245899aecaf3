"""The harness keeps its promises: copies, real commits, nothing left behind, no network."""

import socket
import threading

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, connections

from tests.harness.template import Copy


def names() -> set[str]:
    return set(ContentType.objects.filter(app_label="harness").values_list("model", flat=True))


@pytest.mark.django_db
def test_plain_tests_start_from_the_template() -> None:
    assert names() == set()
    ContentType.objects.create(app_label="harness", model="plain")


def test_commits_are_seen_by_threads_with_connections_of_their_own(committed: Copy) -> None:
    assert names() == set()
    ContentType.objects.create(app_label="harness", model="committed")
    seen: list[set[str]] = []

    def look() -> None:
        seen.append(names())
        connections.close_all()

    thread = threading.Thread(target=look)
    thread.start()
    thread.join()
    assert seen == [{"committed"}]


@pytest.mark.django_db
def test_a_committed_test_leaves_nothing_behind() -> None:
    assert names() == set()


@pytest.mark.django_db
def test_database_is_the_copy_and_not_what_the_settings_name(database: Copy) -> None:
    assert connection.vendor == database.vendor
    assert connection.settings_dict["NAME"] == database.database_name
    assert "run_" in database.database_name


def test_the_network_is_off() -> None:
    with (
        pytest.raises(RuntimeError, match=r"socket\.socket"),
        pytest.warns(UserWarning, match=r"socket\.socket"),
    ):
        socket.socket(socket.AF_INET)


@pytest.mark.enable_socket
def test_a_test_that_may_use_sockets_reaches_this_machine_only() -> None:
    with (
        socket.socket() as outside,
        pytest.raises(RuntimeError, match="connect"),
        pytest.warns(UserWarning, match="connect"),
    ):
        outside.connect(("192.0.2.1", 80))
