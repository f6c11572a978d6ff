"""All settings in one table: environment (`AMBASSADOR_<NAME>`) over `ambassador.toml` over the default."""

import os
import tomllib
from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Any

FILE = Path("ambassador.toml")
MODELS = Path("models")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
PREFIX = "AMBASSADOR_"


class SettingsError(Exception):
    """A setting has a value that cannot be; the message names it, where it was set, and what is allowed."""


def _setting(default: Any, help_line: str) -> Any:
    return field(default=default, metadata={"help": help_line})


@dataclass(frozen=True)
class Settings:
    """What can be set. `ambassador settings` prints this table with the values in force."""

    host: str = _setting("127.0.0.1", "address to listen on; 0.0.0.0 for every network")
    port: int = _setting(8080, "port to listen on")
    models: Path = _setting(MODELS, "folder of trained models: Rasa's, and beside each its encoder and index")
    conversations: str = _setting(
        "sqlite:///var/conversations.db", "where conversations are kept, as a SQLAlchemy address"
    )
    content: str = _setting("sqlite:///var/content.db", "where FAQs are kept, as a SQLAlchemy address")
    encoder: str = _setting("", "sentence-transformers model folder or hub id; empty: the one trained from the content")
    hub: bool = _setting(False, "allow downloading the encoder from a model hub")
    allowed_origins: str = _setting("", "other sites that may embed the widget, e.g. https://a.example, by commas")
    max_message_chars: int = _setting(2000, "longest message taken, in characters")
    trusted_proxies: str = _setting(
        "", "addresses or networks of proxies whose X-Forwarded-For, -Proto and -Host are believed, by commas"
    )
    console_idle_minutes: int = _setting(60, "minutes without a page after which staff have to sign in again")
    log_level: str = _setting("INFO", "DEBUG, INFO, WARNING or ERROR; what people wrote is never logged")

    @property
    def origins(self) -> frozenset[str]:
        """`allowed_origins` as a set."""
        return frozenset(origin.strip().rstrip("/") for origin in self.allowed_origins.split(",") if origin.strip())

    @property
    def proxies(self) -> tuple[IPv4Network | IPv6Network, ...]:
        """`trusted_proxies` as networks. Raises SettingsError for one that is none."""
        try:
            return tuple(ip_network(proxy.strip()) for proxy in self.trusted_proxies.split(",") if proxy.strip())
        except ValueError as error:
            raise SettingsError(
                f"{PREFIX}TRUSTED_PROXIES must be addresses or networks such as 127.0.0.1, 10.0.0.0/8: {error}"
            ) from error

    @classmethod
    def load(cls, environment: Mapping[str, str] = os.environ, file: Path = FILE) -> "Settings":
        """Read environment and file; raises SettingsError for a name or value that cannot be."""
        from_file = _read(file)
        unknown = from_file.keys() - {f.name for f in fields(cls)}
        if unknown:
            raise SettingsError(f"{file}: no setting called {', '.join(sorted(unknown))}; see `ambassador settings`")
        values: dict[str, Any] = {}
        for f in fields(cls):
            variable = PREFIX + f.name.upper()
            if variable in environment:
                values[f.name] = _cast(f, environment[variable], variable)
            elif f.name in from_file:
                values[f.name] = _cast(f, from_file[f.name], f"{file}: {f.name}")
        settings = cls(**values)
        settings.check()
        return settings

    def check(self) -> None:
        """Raises SettingsError for a value outside its range."""
        if not 1 <= self.port <= 65535:
            raise SettingsError(f"{PREFIX}PORT must be 1 to 65535, not {self.port}")
        if self.max_message_chars < 1:
            raise SettingsError(f"{PREFIX}MAX_MESSAGE_CHARS must be at least 1, not {self.max_message_chars}")
        if not 1 <= self.console_idle_minutes <= 720:
            raise SettingsError(f"{PREFIX}CONSOLE_IDLE_MINUTES must be 1 to 720, not {self.console_idle_minutes}")
        _ = self.proxies
        if self.log_level not in LOG_LEVELS:
            raise SettingsError(f"{PREFIX}LOG_LEVEL must be one of {', '.join(LOG_LEVELS)}, not {self.log_level!r}")


def _read(file: Path) -> dict[str, Any]:
    if not file.exists():
        return {}
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise SettingsError(f"{file} is not valid TOML: {error}") from error


def _cast(f: "Field[Any]", value: Any, where: str) -> Any:
    kind: Any = type(f.default)
    if kind is bool:
        choices = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
        if str(value).lower() not in choices:
            raise SettingsError(f"{where} must be true or false, not {value!r}")
        return choices[str(value).lower()]
    try:
        return kind(value)
    except (TypeError, ValueError) as error:
        raise SettingsError(f"{where} must be {kind.__name__}, not {value!r}") from error
