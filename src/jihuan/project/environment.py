"""What the environment says: ``JIHUAN_…`` variables, with defaults that work on one machine."""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"", "0", "false", "no", "off"}


def text(name: str, default: str = "") -> str:
    """``JIHUAN_<name>``, trimmed."""
    return os.environ.get(f"JIHUAN_{name}", default).strip()


def flag(name: str, default: bool = False) -> bool:
    """``JIHUAN_<name>`` as yes or no; anything else is refused."""
    value = text(name, "1" if default else "0").lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"JIHUAN_{name} 只能是 1 或 0，现在是 {value!r}")
    return value in TRUE


def number(name: str, default: int, least: int = 1) -> int:
    """``JIHUAN_<name>`` as a whole number, ``least`` or more."""
    value = text(name, str(default))
    if not (value.isascii() and value.isdecimal()) or int(value) < least:
        raise ImproperlyConfigured(f"JIHUAN_{name} 应为不小于 {least} 的整数，现在是 {value!r}")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """``JIHUAN_<name>`` as a list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def data_folder() -> Path:
    """Where database, uploads and the secret key live: ``JIHUAN_DATA`` or the platform's place for a user's data."""
    if chosen := text("DATA"):
        return Path(chosen).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home() / "AppData" / "Local")) / "jihuan"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "jihuan"
    return Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share") / "jihuan"


def secret_key(folder: Path) -> str:
    """``JIHUAN_SECRET_KEY``, or a key made once and kept in ``folder`` readable by its owner alone."""
    if chosen := text("SECRET_KEY"):
        return chosen
    path = folder / "secret-key"
    try:
        with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
    except FileExistsError:
        pass
    return path.read_text(encoding="ascii").strip()


def database(url: str, folder: Path) -> dict[str, object]:
    """Django's description of ``postgresql://user:word@host:port/name?option=…``; without ``url`` SQLite in ``folder``."""
    if not url:
        return sqlite(folder / "jihuan.sqlite3")
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("JIHUAN_DATABASE_URL 应以 postgresql:// 开头")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "jihuan",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }


def sqlite(path: Path) -> dict[str, object]:
    """SQLite for many readers and one writer at a time: WAL, write transactions taken at their start, patient waiting."""
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-20000;",
        },
    }
