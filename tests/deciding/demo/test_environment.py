"""The demonstration's folder, keys, stamp and settings."""

import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest

from precert.demo import environment as env
from precert.kit.env import SettingError

NOW = datetime(2026, 6, 9, 15, tzinfo=UTC)


@pytest.fixture
def demo(tmp_path: Path) -> env.Demo:
    return env.settle({"DEMO_DIR": str(tmp_path / "here"), "PORT": "8123"})


def settings(folder: Path, **more: str) -> dict[str, str]:
    environ = {"DEMO_DIR": str(folder), **more}
    env.settle(environ)
    return environ


def test_folder_and_port_are_those_asked_for(tmp_path: Path) -> None:
    found = settings(tmp_path / "here", PORT="8123")
    assert found["PRECERT_DATABASE"] == f"sqlite:///{tmp_path}/here/precert.sqlite3"
    assert (found["PRECERT_MODE"], found["PRECERT_SITE_URL"]) == ("demo", "http://localhost:8123")
    assert env.demo({}) == env.Demo(Path("var/demo").resolve(), 8000)


def test_the_telephone_is_the_demonstrations_own(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        PORT="8123",
        PRECERT_TELEPHONE_URL="https://api.twilio.com",
        PRECERT_TELEPHONE_TOKEN="somebody's",
    )
    assert found["PRECERT_TELEPHONE_URL"] == "http://127.0.0.1:8123/demo/telephone"
    assert len(found["PRECERT_TELEPHONE_TOKEN"]) == 32
    assert found["PRECERT_TELEPHONE_TOKEN"] == settings(tmp_path)["PRECERT_TELEPHONE_TOKEN"]
    assert (
        found["PRECERT_TELEPHONE_TOKEN"] != settings(tmp_path / "other")["PRECERT_TELEPHONE_TOKEN"]
    )


def test_other_settings_of_the_shell_are_left_out(tmp_path: Path) -> None:
    found = settings(
        tmp_path,
        PRECERT_DATABASE="postgresql://prod/precert",
        PRECERT_SECRET_KEY_FILE="/etc/key",
        PRECERT_PACK_FOLDER="/packs",
    )
    assert found["PRECERT_DATABASE"].startswith("sqlite")
    assert "PRECERT_SECRET_KEY_FILE" not in found
    assert found["PRECERT_PACK_FOLDER"] == "/packs"


def test_keys_are_made_once_and_for_their_owner_only(tmp_path: Path) -> None:
    first = settings(tmp_path)
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600
    assert settings(tmp_path) == first
    assert len(first["PRECERT_SECRET_KEY"]) == 64
    assert first["PRECERT_SECRET_KEY"] != settings(tmp_path / "other")["PRECERT_SECRET_KEY"]


@pytest.mark.parametrize("port", ["0", "65536", "eighty", "-1", "80.5"])
def test_a_port_that_is_none_is_named(tmp_path: Path, port: str) -> None:
    with pytest.raises(SettingError, match="PORT is"):
        env.settle({"DEMO_DIR": str(tmp_path), "PORT": port})


def test_a_folder_that_can_not_be_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(SettingError, match="DEMO_DIR is"):
        env.settle({"DEMO_DIR": str(tmp_path / "file" / "below")})


def test_data_count_as_made_only_with_the_stamp_of_this_version(
    demo: env.Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert env.made_at(demo) is None
    env.stamp(demo, NOW)
    assert env.made_at(demo) == NOW
    monkeypatch.setattr(env, "data_version", lambda: "another")
    assert env.made_at(demo) is None


@pytest.mark.parametrize("text", ["", "{", "{}", '{"version": 1, "made": "yesterday"}'])
def test_a_broken_stamp_is_none(demo: env.Demo, text: str) -> None:
    (demo.folder / env.STAMP).write_text(text)
    assert env.made_at(demo) is None


def test_clearing_takes_the_data_and_leaves_keys_and_what_is_foreign(demo: env.Demo) -> None:
    assert env.clear(demo) is False
    for name in ("precert.sqlite3", "precert.sqlite3-wal", "letter to grandma.txt"):
        (demo.folder / name).touch()
    (demo.folder / "documents").mkdir()
    env.stamp(demo, NOW)
    assert env.clear(demo) is True
    assert sorted(path.name for path in demo.folder.iterdir()) == [
        "keys.json",
        "letter to grandma.txt",
        "static",
    ]


def test_one_demonstration_at_a_time_has_the_folder(demo: env.Demo) -> None:
    with env.hold(demo), pytest.raises(SettingError, match="another demonstration"):
        env.hold(demo)
    env.hold(demo).close()


def test_the_version_follows_what_the_data_are_made_from(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(env, "SOURCE", tmp_path)
    pack = tmp_path / "contracts" / "packs" / "one" / "contract.toml"
    pack.parent.mkdir(parents=True)
    pack.write_text("a = 1")
    before = env.data_version()
    pack.write_text("a = 2")
    assert env.data_version() != before
