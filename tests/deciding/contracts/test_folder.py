"""Reading a folder: syntax, files that are missing, too large, outside or unreadable, bad
questionnaires.
"""

import shutil
from pathlib import Path

import pytest

from precert.contracts.pack_reader import LARGEST, SHIPPED, folders, json_schema, read_folder
from precert.contracts.problems import PackError, PackProblem
from precert.contracts.schema import Part


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(SHIPPED / "co-um", tmp_path / "co-um"))


def refusal(folder: Path) -> list[PackProblem]:
    with pytest.raises(PackError) as caught:
        read_folder(folder)
    return caught.value.problems


def only(folder: Path) -> PackProblem:
    found = refusal(folder)
    assert len(found) == 1, [str(one) for one in found]
    return found[0]


def test_a_copy_of_a_pack_reads_the_same(pack: Path) -> None:
    assert read_folder(pack).digest == read_folder(SHIPPED / "co-um").digest


def test_the_order_of_keys_does_not_make_another_version(pack: Path) -> None:
    toml = pack / "contract.toml"
    lines = toml.read_text().splitlines()
    first = next(at for at, line in enumerate(lines) if line.startswith("name ="))
    second = next(at for at, line in enumerate(lines) if line.startswith("state ="))
    lines[first], lines[second] = lines[second], lines[first]
    toml.write_text("\n".join([*lines, "# a remark"]))
    assert read_folder(pack).digest == read_folder(SHIPPED / "co-um").digest


def test_another_text_of_a_file_makes_another_version(pack: Path) -> None:
    (pack / "terms.md").write_text("# Other terms\n")
    assert read_folder(pack).digest != read_folder(SHIPPED / "co-um").digest


def test_broken_toml_names_file_and_line(pack: Path) -> None:
    lines = (pack / "contract.toml").read_text().splitlines()
    at = lines.index("[session]")
    lines[at] = "[session"
    (pack / "contract.toml").write_text("\n".join(lines))
    found = only(pack)
    assert (found.file, found.line) == ("co-um/contract.toml", at + 1)
    assert "is not TOML" in str(found)


def test_toml_that_stops_in_the_middle_names_the_last_line(pack: Path) -> None:
    (pack / "contract.toml").write_text('id = "co-um"\nplans = [\n')
    assert only(pack).line in {2, 3}


def test_a_folder_without_the_file_is_refused(tmp_path: Path) -> None:
    assert only(tmp_path).reason == "there is no such file"


def test_a_file_that_is_not_text_is_refused(pack: Path) -> None:
    (pack / "terms.md").write_bytes(b"\xff\xfe terms")
    assert only(pack).reason == "terms.md: is not UTF-8 (byte 0)"


def test_an_empty_file_is_refused(pack: Path) -> None:
    (pack / "terms.md").write_text(" \n")
    assert only(pack).reason == "terms.md: is empty"


def test_a_file_that_is_too_large_is_refused(pack: Path) -> None:
    (pack / "terms.md").write_text("x" * (LARGEST + 1))
    assert "is larger than" in only(pack).reason


def test_a_link_out_of_the_folder_is_refused(pack: Path, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("# Not part of the pack\n")
    (pack / "terms.md").unlink()
    (pack / "terms.md").symlink_to(tmp_path / "secret.md")
    assert only(pack).reason == "terms.md: is outside the pack's folder"


@pytest.mark.req("CON-08")
def test_a_bad_questionnaire_is_named_with_its_own_file(pack: Path) -> None:
    file = pack / "questionnaires" / "imaging.json"
    file.write_text(file.read_text().replace('"linkId"', '"linkID"', 1))
    found = refusal(pack)
    assert {one.file for one in found} == {"co-um/questionnaires/imaging.json"}
    assert all(one.reason for one in found)


def test_a_questionnaire_that_is_no_json_is_refused(pack: Path) -> None:
    (pack / "questionnaires" / "imaging.json").write_text("{")
    assert {one.file for one in refusal(pack)} == {"co-um/questionnaires/imaging.json"}


def test_packs_are_found_below_a_folder_or_in_it(pack: Path, tmp_path: Path) -> None:
    assert folders(tmp_path) == folders(pack) == [pack]
    assert folders(tmp_path / "nowhere") == []


def test_every_key_is_described_in_the_exported_schema() -> None:
    whole = json_schema()
    for table in (whole, *whole["$defs"].values()):
        for key, value in table.get("properties", {}).items():
            meant = whole["$defs"].get(
                value.get("$ref", "").rsplit("/", 1)[-1], {}
            )  # a table that says the same itself
            assert value.get("description") or meant.get("description"), f"{table['title']}.{key}"


def test_every_table_is_frozen_and_closed() -> None:
    def below(kind: type[Part]) -> list[type[Part]]:
        return [kind, *(deeper for one in kind.__subclasses__() for deeper in below(one))]

    for kind in below(Part):
        assert kind.model_config["frozen"] is True
        assert kind.model_config["extra"] == "forbid"
