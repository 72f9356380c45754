"""Settings come from the environment; what cannot be understood is refused in words."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpResponse

from jihuan.project import environment
from jihuan.project.proxy import ProxyMiddleware


def test_words_numbers_and_flags(monkeypatch) -> None:
    monkeypatch.setenv("JIHUAN_HOSTS", " a.cn, b.cn ,")
    monkeypatch.setenv("JIHUAN_HTTPS", "Yes")
    monkeypatch.setenv("JIHUAN_IDLE_MINUTES", "15")
    assert environment.words("HOSTS") == ["a.cn", "b.cn"]
    assert environment.flag("HTTPS") is True
    assert environment.number("IDLE_MINUTES", 480) == 15
    assert (environment.flag("NOWHERE"), environment.number("NOWHERE", 7), environment.text("NOWHERE", "x")) == (False, 7, "x")


@pytest.mark.parametrize("value", ["maybe", "2", "是"])
def test_a_flag_is_yes_or_no(monkeypatch, value) -> None:
    monkeypatch.setenv("JIHUAN_DEBUG", value)
    with pytest.raises(ImproperlyConfigured, match="JIHUAN_DEBUG"):
        environment.flag("DEBUG")


@pytest.mark.parametrize("value", ["0", "-5", "viel", "1.5"])
def test_a_number_is_whole_and_positive(monkeypatch, value) -> None:
    monkeypatch.setenv("JIHUAN_IDLE_MINUTES", value)
    with pytest.raises(ImproperlyConfigured, match="JIHUAN_IDLE_MINUTES"):
        environment.number("IDLE_MINUTES", 480)


def test_a_database_address_is_taken_apart() -> None:
    found = environment.database("postgresql://ji%40huan:p%2Fw@db.local:5433/budget?sslmode=require", Path("/nowhere"))
    assert (found["NAME"], found["USER"], found["PASSWORD"]) == ("budget", "ji@huan", "p/w")
    assert (found["HOST"], found["PORT"], found["OPTIONS"]) == ("db.local", "5433", {"sslmode": "require"})
    socket = environment.database("postgresql://postgres:@/postgres?host=/run/pg", Path("/nowhere"))
    assert (socket["HOST"], socket["PORT"], socket["OPTIONS"]) == ("/run/pg", "", {})
    assert environment.database("", Path("/data"))["NAME"] == Path("/data/jihuan.sqlite3")
    with pytest.raises(ImproperlyConfigured, match="postgresql://"):
        environment.database("mysql://x/y", Path("/nowhere"))


def test_the_secret_key_is_made_once_and_for_its_owner_alone(monkeypatch, tmp_path) -> None:
    monkeypatch.delenv("JIHUAN_SECRET_KEY", raising=False)
    first = environment.secret_key(tmp_path)
    assert len(first) >= 50
    assert environment.secret_key(tmp_path) == first
    assert stat.S_IMODE((tmp_path / "secret-key").stat().st_mode) == 0o600
    monkeypatch.setenv("JIHUAN_SECRET_KEY", "given")
    assert environment.secret_key(tmp_path) == "given"


def deployed(tmp_path: Path, code: str, **variables: str) -> str:
    environ = {name: value for name, value in os.environ.items() if not name.startswith("JIHUAN_")}
    environ |= {"JIHUAN_DATA": str(tmp_path), "DJANGO_SETTINGS_MODULE": "jihuan.project.settings"} | variables
    command = [
        sys.executable,
        "-W",
        "error",
        "-c",
        f"import django; django.setup(); from django.conf import settings as s; {code}",
    ]
    return subprocess.run(command, env=environ, capture_output=True, text=True, check=True).stdout.strip()


def test_https_makes_cookies_secure_and_plain_http_works_at_home(tmp_path) -> None:
    code = "print(s.DEBUG, s.SESSION_COOKIE_SECURE, s.SECURE_HSTS_SECONDS > 0, s.SECURE_SSL_REDIRECT)"
    assert deployed(tmp_path, code) == "False False False False"
    assert deployed(tmp_path, code, JIHUAN_HTTPS="1", JIHUAN_HOSTS="jx.example.gov.cn") == "False True True True"


def test_only_a_proxy_of_ours_is_believed(tmp_path, rf, settings) -> None:
    code = "print(s.SECURE_PROXY_SSL_HEADER)"
    assert deployed(tmp_path, code, JIHUAN_HTTPS="1") == "None"
    assert "X_FORWARDED_PROTO" in deployed(tmp_path, code, JIHUAN_HTTPS="1", JIHUAN_TRUSTED_PROXY="1")
    told = ProxyMiddleware(lambda request: HttpResponse(request.META["REMOTE_ADDR"]))
    forged = rf.get("/", headers={"X-Forwarded-For": "6.6.6.6, 10.0.0.7"})
    assert told(forged).content == b"127.0.0.1"
    settings.TRUSTED_PROXY = True
    assert told(forged).content == b"10.0.0.7"
    assert told(rf.get("/")).content == b"127.0.0.1"


def test_a_password_may_live_for_ever(monkeypatch) -> None:
    monkeypatch.setenv("JIHUAN_PASSWORD_DAYS", "0")
    assert environment.number("PASSWORD_DAYS", 90, least=0) == 0


def test_sqlite_waits_and_logs_ahead(tmp_path) -> None:
    code = (
        "from django.db import connection as c; k = c.cursor(); "
        "print(*[k.execute('PRAGMA ' + p).fetchone()[0] for p in ('journal_mode', 'busy_timeout', 'foreign_keys')], "
        "c.transaction_mode)"
    )
    assert deployed(tmp_path, code) == "wal 20000 1 IMMEDIATE"


def test_every_page_carries_the_strict_policy(client, db) -> None:
    response = client.get("/projects/")
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert "frame-ancestors 'none'" in policy
    assert (response.headers["X-Content-Type-Options"], response.headers["Referrer-Policy"]) == ("nosniff", "same-origin")


@pytest.mark.parametrize(
    ("platform", "variables", "end"),
    [
        ("linux", {"HOME": "/home/wang"}, "/home/wang/.local/share/jihuan"),
        ("linux", {"HOME": "/home/wang", "XDG_DATA_HOME": "/daten"}, "/daten/jihuan"),
        ("darwin", {"HOME": "/Users/wang"}, "/Users/wang/Library/Application Support/jihuan"),
        ("win32", {"LOCALAPPDATA": "/lokal"}, "/lokal/jihuan"),
        ("linux", {"JIHUAN_DATA": "/srv/jihuan"}, "/srv/jihuan"),
    ],
)
def test_the_data_folder_is_where_the_platform_keeps_such_things(monkeypatch, platform, variables, end) -> None:
    for name in ("JIHUAN_DATA", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("jihuan.project.environment.sys.platform", platform)
    assert environment.data_folder() == Path(end)
