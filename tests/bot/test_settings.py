"""Settings: environment over file over default, and every fault named."""

from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from bot.settings import Settings, SettingsError


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ambassador.toml"


def test_defaults_without_file_and_environment(file: Path) -> None:
    assert Settings.load({}, file) == Settings()


def test_the_file_changes_what_it_names(file: Path) -> None:
    file.write_text('port = 9000\nmodels = "elsewhere"\nhub = true\n', encoding="utf-8")
    assert Settings.load({}, file) == Settings(port=9000, models=Path("elsewhere"), hub=True)


def test_the_environment_wins(file: Path) -> None:
    file.write_text("port = 9000\nmax_message_chars = 500\n", encoding="utf-8")
    loaded = Settings.load({"AMBASSADOR_PORT": "9001", "PORT": "1", "HOME": "/root"}, file)
    assert (loaded.port, loaded.max_message_chars) == (9001, 500)


@pytest.mark.parametrize(
    ("variable", "name", "value", "read"),
    [
        ("AMBASSADOR_HOST", "host", "::1", "::1"),
        ("AMBASSADOR_PORT", "port", "80", 80),
        ("AMBASSADOR_MODELS", "models", "/srv/models", Path("/srv/models")),
        ("AMBASSADOR_ENCODER", "encoder", "models/plain", "models/plain"),
        ("AMBASSADOR_CONVERSATIONS", "conversations", "sqlite:///x.db", "sqlite:///x.db"),
        ("AMBASSADOR_TRUSTED_PROXIES", "trusted_proxies", "10.0.0.0/8, ::1", "10.0.0.0/8, ::1"),
        ("AMBASSADOR_CONSOLE_IDLE_MINUTES", "console_idle_minutes", "15", 15),
    ],
)
def test_values_come_in_the_type_of_the_setting(file: Path, variable: str, name: str, value: str, read: Any) -> None:
    assert getattr(Settings.load({variable: value}, file), name) == read


@pytest.mark.parametrize(
    ("value", "hub"),
    [
        ("true", True),
        ("TRUE", True),
        ("1", True),
        ("yes", True),
        ("false", False),
        ("0", False),
        ("No", False),
        ("", False),
    ],
)
def test_yes_and_no(file: Path, value: str, hub: bool) -> None:
    assert Settings.load({"AMBASSADOR_HUB": value}, file).hub is hub


@pytest.mark.parametrize(
    ("environment", "toml", "named"),
    [
        ({"AMBASSADOR_PORT": "eighty"}, "", ["AMBASSADOR_PORT", "int", "eighty"]),
        ({"AMBASSADOR_HUB": "maybe"}, "", ["AMBASSADOR_HUB", "true or false", "maybe"]),
        ({"AMBASSADOR_TRUSTED_PROXIES": "proxy.example"}, "", ["AMBASSADOR_TRUSTED_PROXIES", "proxy.example"]),
        ({"AMBASSADOR_TRUSTED_PROXIES": "10.0.0.1/8"}, "", ["AMBASSADOR_TRUSTED_PROXIES", "10.0.0.1/8"]),
        ({"AMBASSADOR_CONSOLE_IDLE_MINUTES": "0"}, "", ["AMBASSADOR_CONSOLE_IDLE_MINUTES", "720", "0"]),
        ({}, 'port = "eighty"', ["ambassador.toml", "port", "eighty"]),
        ({}, 'hub = "maybe"', ["ambassador.toml", "hub", "maybe"]),
        ({}, "prot = 80", ["ambassador.toml", "prot", "ambassador settings"]),
        ({}, "port = = 80", ["ambassador.toml", "TOML"]),
    ],
)
def test_a_fault_is_named_with_its_place(file: Path, environment: dict[str, str], toml: str, named: list[str]) -> None:
    file.write_text(toml, encoding="utf-8")
    with pytest.raises(SettingsError) as error:
        Settings.load(environment, file)
    assert [part for part in named if part not in str(error.value)] == []


def test_a_file_in_another_encoding_is_named(file: Path) -> None:
    file.write_bytes('host = "café"'.encode("latin-1"))
    with pytest.raises(SettingsError, match=r"ambassador\.toml"):
        Settings.load({}, file)


@pytest.mark.parametrize(
    ("written", "origins"),
    [
        ("", set()),
        ("https://a.example", {"https://a.example"}),
        (" https://a.example/ , http://b.example:8000,", {"https://a.example", "http://b.example:8000"}),
    ],
)
def test_allowed_origins_are_a_set(written: str, origins: set[str]) -> None:
    assert Settings(allowed_origins=written).origins == origins


def test_trusted_proxies_are_networks() -> None:
    assert Settings().proxies == ()
    assert Settings(trusted_proxies="127.0.0.1, 10.0.0.0/8,::1").proxies == (
        ip_network("127.0.0.1"),
        ip_network("10.0.0.0/8"),
        ip_network("::1"),
    )
