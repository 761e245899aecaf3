"""Writes and reads the word index of a system (the idea: `words`).

A build is written beside the one in use, in transactions of at most BATCH rows, then one statement
switches over; the build before stays until the next rebuild, so a reader in the middle of a query
is never left without rows.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

from django.db import connection, models, transaction

from precert.codes import ranking, words
from precert.codes.models import Code, WordBlock, WordIndex, WordNode

BATCH: Final = 1_000  # rows a transaction
BLOCK: Final = 64  # keys a row of WordBlock
Progress = Callable[[str, int, int], None]  # what is being done, rows done, rows in all
M = TypeVar("M", bound=models.Model)
T = TypeVar("T")

# One look-up per word: the first stored prefix at or after the typed one, in the build in use.
_NODE: Final = """(SELECT id FROM codes_wordnode WHERE system = %s
 AND build = (SELECT build FROM codes_wordindex WHERE system = %s) AND prefix >= %s ORDER BY prefix LIMIT 1)"""


def batches(rows: Iterable[T]) -> Iterator[list[T]]:
    """The rows in lists of at most BATCH."""
    rest = iter(rows)
    while batch := list(islice(rest, BATCH)):
        yield batch


def find(system: str, prefixes: list[str], most: int) -> list[str]:
    """Keys of the first `most` codes in the order of `ranking`, whose text has a word beginning with
    each prefix. Two queries.
    """
    if not prefixes or most < 1:
        return []
    nodes = _nodes(system, prefixes)
    places = -1
    build = 0
    for prefix in prefixes:
        node = next((n for n in nodes if n[1].startswith(prefix)), None)
        if node is None:
            return []
        build = node[0]
        places &= words.unpack(node[2])
    return _keys(system, build, words.lowest(places, most))


def _nodes(system: str, prefixes: list[str]) -> list[tuple[int, str, bytes]]:
    """Rows (build, prefix, places) in prefix order, among them the one for each prefix that has
    any.
    """
    wanted = ", ".join([_NODE] * len(prefixes))
    asked = [value for prefix in prefixes for value in (system, system, prefix)]
    rows = f"SELECT build, prefix, places FROM codes_wordnode WHERE id IN ({wanted})"  # nosec B608 only placeholders are put in
    with connection.cursor() as cursor:
        cursor.execute(f"{rows} ORDER BY prefix", asked)
        found: list[tuple[int, str, bytes]] = cursor.fetchall()
        return found


def _keys(system: str, build: int, places: list[int]) -> list[str]:
    """The keys at these places of a build."""
    wanted = {place // BLOCK for place in places}
    rows = WordBlock.objects.filter(system=system, build=build, n__in=wanted).values_list(
        "n", "keys"
    )
    blocks = {n: keys.split(" ") for n, keys in rows}
    return [blocks[place // BLOCK][place % BLOCK] for place in places]


def refresh(system: str, progress: Progress) -> bool:
    """Rebuild the index of a system unless it is that of the texts in the table; says whether it
    did.
    """
    held = list(Code.objects.filter(system=system).values_list("key", "text"))
    held.sort(key=lambda row: ranking.place(system, *row))
    rows = [(key, ranking.searched(system, key, text)) for key, text in held]
    digest = hashlib.sha256("\n".join(f"{key}\t{text}" for key, text in rows).encode()).hexdigest()
    current = WordIndex.objects.filter(system=system).first()
    if current and current.digest == digest:
        return False
    used = current.build if current else 0
    _clear(WordNode.objects, system, used)
    _clear(WordBlock.objects, system, used)
    _write(system, used + 1, rows, progress)
    WordIndex.objects.update_or_create(
        system=system, defaults={"build": used + 1, "digest": digest}
    )
    return True


def _clear(table: models.Manager[M], system: str, keep: int) -> None:
    """Delete what earlier or broken-off rebuilds left, except the build in use."""
    old = table.filter(system=system).exclude(build=keep).order_by()
    while ids := list(old.values_list("pk", flat=True)[:BATCH]):
        table.filter(pk__in=ids).delete()


def _write(system: str, build: int, rows: list[tuple[str, str]], progress: Progress) -> None:
    nodes = [
        WordNode(system=system, build=build, prefix=prefix, places=words.pack(places))
        for prefix, places in words.nodes([text for _, text in rows])
    ]
    keys = [key for key, _ in rows]
    blocks = [
        WordBlock(system=system, build=build, n=n, keys=" ".join(keys[n * BLOCK : (n + 1) * BLOCK]))
        for n in range((len(keys) + BLOCK - 1) // BLOCK)
    ]
    total = len(nodes) + len(blocks)
    _insert(WordNode.objects, nodes, lambda done: progress("indexing words", done, total))
    _insert(
        WordBlock.objects, blocks, lambda done: progress("indexing words", len(nodes) + done, total)
    )


def _insert(table: models.Manager[M], rows: list[M], progress: Callable[[int], None]) -> None:
    done = 0
    for batch in batches(rows):
        with transaction.atomic():
            table.bulk_create(batch)
        done += len(batch)
        progress(done)
