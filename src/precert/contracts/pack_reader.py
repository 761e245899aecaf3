"""Reads a pack from its folder: `contract.toml` and the files it names. Everything wrong is
reported at once.
"""

import difflib
import json
import re
import tomllib
from collections.abc import Iterator
from datetime import date, time
from functools import cache
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from precert.contracts.checks import Known, check
from precert.contracts.content import PackContent
from precert.contracts.problems import PackError, PackProblem, dotted, reason
from precert.contracts.schema import Pack
from precert.questionnaires.model import QuestionnaireError
from precert.questionnaires.parse import load as parse_questionnaire

FILE = "contract.toml"
SHIPPED = Path(__file__).resolve().parent / "packs"
# bytes of one file of a pack; the largest we know of is a questionnaire of some 60 kB
LARGEST = 1_048_576
ENDINGS = {"questionnaires": ".json", "letters": ".typ", "help": ".md", "terms": ".md"}


def json_schema() -> dict[str, Any]:
    """The JSON Schema of `contract.toml`, for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Pack.model_json_schema(by_alias=True),
    }


def folders(root: Path) -> list[Path]:
    """`root` itself if it is a pack, else the packs in it, by name. An unreadable or empty place
    gives [].
    """
    if (root / FILE).is_file():
        return [root]
    return sorted(path.parent for path in root.glob(f"*/{FILE}")) if root.is_dir() else []


def read_folder(folder: Path, known: Known | None = None) -> PackContent:
    """The pack in `folder` with the text of its files.

    Raises PackError with every problem found.
    """
    name = folder.resolve().name
    try:
        data = tomllib.loads(_text(folder, FILE))
    except _UnreadableError as error:
        raise PackError([PackProblem(f"{name}/{FILE}", 0, "", str(error))]) from error
    except tomllib.TOMLDecodeError as error:
        raise PackError([_syntax(name, folder, str(error))]) from error
    return from_data(folder, data, known)


def from_data(folder: Path, data: dict[str, Any], known: Known | None = None) -> PackContent:
    """The pack whose `contract.toml` in `folder` was parsed to `data`.

    Raises PackError with every problem found.
    """
    name = folder.resolve().name
    pack, shape = _shape(data)
    problems = [PackProblem(f"{name}/{FILE}", 0, path, why) for path, why in shape]
    assets: dict[str, str] = {}
    if pack is not None:
        problems += [
            PackProblem(f"{name}/{FILE}", 0, path, why) for path, why in check(pack, known)
        ]
        if pack.id != name:
            problems.append(
                PackProblem(
                    f"{name}/{FILE}",
                    0,
                    "id",
                    f"is {pack.id!r}; it should be the folder's name, {name!r}",
                )
            )
        problems += _assets(folder, name, pack, assets)
    if problems or pack is None:
        raise PackError(problems)
    return PackContent(pack, assets)


def _syntax(name: str, folder: Path, message: str) -> PackProblem:
    found = re.search(r"\(at line (\d+), column \d+\)", message)
    line = int(found[1]) if found else len((folder / FILE).read_text(encoding="utf-8").splitlines())
    return PackProblem(f"{name}/{FILE}", line, "", f"is not TOML: {message}")


def _shape(data: dict[str, Any]) -> tuple[Pack | None, list[tuple[str, str]]]:
    """The typed pack and what is wrong with its keys and values.

    Optional keys that are wrong are left out for a second try, so that the checks of the whole can
    still be made and reported in one go; the pack is None where that isn't possible.
    """
    try:
        return _typed(data), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    found = [(dotted(one["loc"]), _reason(one)) for one in errors]
    for one in sorted(errors, key=lambda one: len(one["loc"]), reverse=True):
        _drop(data, one["loc"])
    try:
        return _typed(data), found
    except ValidationError:
        return None, found


def _typed(data: dict[str, Any]) -> Pack:
    def plain(value: object) -> str:
        if isinstance(value, date | time):
            return value.isoformat()
        raise TypeError(type(value))

    return Pack.model_validate_json(json.dumps(data, default=plain))


def _drop(data: Any, loc: tuple[int | str, ...]) -> None:
    """Leaves out the key at `loc`; list entries stay, so that the places of their neighbours don't
    move.
    """
    *parents, last = [step for step in loc if step != "[key]"]
    for step in parents:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return
    if isinstance(data, dict):
        data.pop(last, None)


def _reason(error: Any) -> str:
    if error["type"] != "extra_forbidden":
        return reason(error)
    *table, key = error["loc"]
    near = difflib.get_close_matches(str(key), _keys(tuple(table)), n=1)
    return "is not a key of this table" + (f"; did you mean {near[0]!r}?" if near else "")


@cache
def _keys(loc: tuple[int | str, ...]) -> tuple[str, ...]:
    """The keys the schema knows in the table at `loc`."""
    whole = json_schema()
    node = _resolved(whole, whole)
    for step in loc:
        below = (
            {**node.get("properties", {})}
            if isinstance(step, str)
            else {step: node.get("items", {})}
        )
        free: dict[str, Any] = next(iter(node.get("patternProperties", {}).values()), {})
        node = _resolved(whole, below.get(step, free))
    return tuple(node.get("properties", ()))


def _resolved(whole: dict[str, Any], node: dict[str, Any]) -> dict[str, Any]:
    """The node that `node` stands for: of an optional value the value, of a reference its
    definition.
    """
    found = next((one for one in node.get("anyOf", ()) if one.get("type") != "null"), node)
    return (
        dict(whole["$defs"][found["$ref"].rsplit("/", 1)[-1]]) if "$ref" in found else dict(found)
    )


def _named(pack: Pack) -> Iterator[tuple[str, str, str]]:
    """Every file the pack names: key path, file, ending it should have."""
    for at, ref in enumerate(pack.questionnaires):
        yield f"questionnaires[{at}].file", ref.file, ".json"
    for at, letter in enumerate(pack.letters):
        if letter.template is not None:
            yield f"letters[{at}].template", letter.template, ".typ"
    for at, document in enumerate(pack.help):
        yield f"help[{at}].file", document.file, ".md"
    yield "terms.file", pack.terms.file, ".md"


def _assets(folder: Path, name: str, pack: Pack, assets: dict[str, str]) -> Iterator[PackProblem]:
    """Reads the files into `assets`; yields what is wrong with them."""
    for path, file, ending in _named(pack):
        if file in assets:
            continue
        try:
            if not file.endswith(ending):
                raise _UnreadableError(f"should be a {ending} file")
            assets[file] = _text(folder, file)
        except _UnreadableError as error:
            yield PackProblem(f"{name}/{FILE}", 0, path, f"{file}: {error}")
            continue
        if ending == ".json":
            try:
                parse_questionnaire(assets[file], file)
            except QuestionnaireError as error:
                yield from (
                    PackProblem(f"{name}/{file}", 0, one.path, one.reason) for one in error.problems
                )


class _UnreadableError(Exception):
    """A file of the pack that can't be read; says why."""


def _text(folder: Path, file: str) -> str:
    """The text of a file that really lies inside the folder."""
    inside, path = folder.resolve(), (folder / file).resolve()
    if not path.is_relative_to(inside):
        raise _UnreadableError("is outside the pack's folder")
    try:
        if not path.is_file():
            raise _UnreadableError("there is no such file")
        if path.stat().st_size > LARGEST:
            raise _UnreadableError(f"is larger than {LARGEST} bytes")
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        raise _UnreadableError(f"is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise _UnreadableError(f"can't be read ({error.strerror})") from error
    if not text.strip():
        raise _UnreadableError("is empty")
    return text
