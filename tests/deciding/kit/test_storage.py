"""The blob store on a folder: whole or not at all, and never outside its root."""

import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from precert.kit.storage import CHUNK, BlobMissingError, FolderStore, StorageError

KEY = "0123456789abcdef0123456789abcdef"


def everything(root: Path) -> list[Path]:
    return [path for path in root.rglob("*") if path.is_file()]


def test_what_was_written_is_read_in_pieces(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.write(KEY, (bytes([n]) * 50_000 for n in range(4))) == 200_000
    pieces = list(store.read(KEY))
    assert b"".join(pieces) == b"".join(bytes([n]) * 50_000 for n in range(4))
    assert max(map(len, pieces)) <= CHUNK
    assert store.exists(KEY)


def test_bytes_go_in_at_once_too_even_none(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    assert store.write(KEY, b"") == 0
    assert list(store.read(KEY)) == []


def test_a_failing_source_publishes_nothing_and_leaves_nothing(tmp_path: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield b"half"
        raise ConnectionError("gone")

    store = FolderStore(tmp_path)
    with pytest.raises((ConnectionError, StorageError)):
        store.write(KEY, broken())
    assert not store.exists(KEY)
    assert everything(tmp_path) == []


def test_nothing_stands_under_the_key_while_it_is_written(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)

    def watched() -> Iterator[bytes]:
        yield b"half"
        assert not store.exists(KEY)
        yield b"whole"

    store.write(KEY, watched())
    assert b"".join(store.read(KEY)) == b"halfwhole"


def test_a_key_is_used_once(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    store.write(KEY, b"first")
    with pytest.raises(StorageError, match="already used"):
        store.write(KEY, b"second")
    assert b"".join(store.read(KEY)) == b"first"
    assert len(everything(tmp_path)) == 1


def test_of_many_writers_of_one_key_one_wins(tmp_path: Path) -> None:
    store, outcomes = FolderStore(tmp_path), []

    def write(n: int) -> None:
        try:
            store.write(KEY, bytes([n]) * 100_000)
            outcomes.append(n)
        except StorageError:
            pass

    threads = [threading.Thread(target=write, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(outcomes) == 1
    assert b"".join(store.read(KEY)) == bytes(outcomes) * 100_000


@pytest.mark.parametrize(
    "key",
    [
        "",
        "short",
        "../../etc/passwd",
        "/etc/passwd-long",
        "a" * 200,
        "UPPERCASE-KEY",
        "abc\0defghijk",
        "abcdefgh\n",
        "..aaaaaaaa",
        "abcd/efgh/ijkl",
        "-abcdefgh",
    ],
)
def test_a_key_of_another_form_is_refused_everywhere(tmp_path: Path, key: str) -> None:
    store = FolderStore(tmp_path / "root")
    for act in (
        lambda: store.write(key, b"x"),
        lambda: list(store.read(key)),
        lambda: store.delete(key),
        lambda: store.exists(key),
    ):
        with pytest.raises(StorageError):
            act()
    assert everything(tmp_path) == []


def test_a_missing_blob_says_so_and_deleting_it_is_no_error(tmp_path: Path) -> None:
    store = FolderStore(tmp_path)
    with pytest.raises(BlobMissingError):
        list(store.read(KEY))
    store.delete(KEY)
    store.write(KEY, b"x")
    store.delete(KEY)
    assert not store.exists(KEY)


def test_blobs_are_spread_over_folders_and_private(tmp_path: Path) -> None:
    store = FolderStore(tmp_path / "documents")
    store.write(KEY, b"x")
    path = tmp_path / "documents" / "01" / "23" / KEY
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert all(stat.S_IMODE(folder.stat().st_mode) == 0o700 for folder in list(path.parents)[:3])


def test_a_disk_that_refuses_is_a_storage_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StorageError) as caught:
        FolderStore(tmp_path / "file").write(KEY, b"x")
    assert str(tmp_path) not in str(caught.value)
