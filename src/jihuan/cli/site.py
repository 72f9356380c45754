"""``jihuan serve`` and ``jihuan demo``: the web application."""

from __future__ import annotations

import multiprocessing
import os
import socket
import threading
import time
from pathlib import Path

import click

from jihuan.cli.database import DATA, has_users, open_database
from jihuan.cli.terminal import complain, console, give_up
from jihuan.core.language import _

_PATIENCE = 0.1
"""Seconds between two looks whether the site answers."""


@click.command(help=_("打开网站。先把数据库升到最新，再在给定的地址上等人来。"))
@click.option("--host", default="127.0.0.1", show_default=True, help=_("监听的地址"))
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("监听的端口"))
@click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help=_("工作进程数"))
@DATA
def serve(host: str, port: int, workers: int) -> None:
    """Runs until it is stopped; status 2 when the port is taken."""
    if not _free(host, port):
        give_up(_("{host}:{port} 已被别的程序占用，请用 --port 换一个端口。").format(host=host, port=port))
    open_database()
    address = f"http://{host}:{port}/"
    lines = [_("网站已打开：{address}（按 Ctrl-C 停止）").format(address=address)]
    if not has_users():
        from jihuan.apps.administration.first_run import token

        lines += [
            _("库里还没有用户。请用浏览器打开这个地址做首次设置（从别的机器打开时换成服务器的地址）："),
            f"  {address}set-up/?token={token()}",
            _("首次设置码：{token}　也可以停下来，用 jihuan setup 在命令行里设置。").format(token=token()),
        ]
    _say_when_open(host, port, lines)
    _run(host, port, workers)


@click.command(help=_("示例：导入示例部门，打开网站，打印地址和演示账号。数据与正式使用的分开。"))
@click.option("--no-serve", is_flag=True, help=_("只导入，不打开网站"))
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, show_default=True, help=_("端口；被占用时用后面第一个空的")
)
@click.option("--projects", type=click.IntRange(0, 1_000_000), default=0, help=_("另外生成这么多个项目，看大数据量时的样子"))
@DATA
def demo(no_serve: bool, port: int, projects: int) -> None:
    """Doing it again doubles nothing."""
    folder = Path(os.environ.setdefault("JIHUAN_DATA", str(Path.home() / "jihuan-demo")))
    open_database()
    from jihuan.cli.tour import build

    build(console(stderr=True), folder, projects)
    if no_serve:
        return
    port = next((number for number in range(port, min(port + 100, 65536)) if _free("127.0.0.1", number)), 0)
    if not port:
        give_up(_("找不到空着的端口，请用 --port 指定一个。"))
    _say_when_open(
        "127.0.0.1", port, [_("网站已打开：{address}（按 Ctrl-C 停止）").format(address=f"http://127.0.0.1:{port}/")]
    )
    _run("127.0.0.1", port, 1)


def _free(host: str, port: int) -> bool:
    """Whether nobody listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _say_when_open(host: str, port: int, lines: list[str]) -> None:
    """Print the lines as soon as somebody answers there: an address that refuses is no good news."""

    def wait() -> None:
        near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 - to connect, not to listen
        while True:
            try:
                socket.create_connection((near, port), timeout=1).close()
            except OSError:
                time.sleep(_PATIENCE)
            else:
                break
        for line in lines:
            complain(line)

    threading.Thread(target=wait, daemon=True).start()


def _run(host: str, port: int, workers: int) -> None:
    """Workers start anew: one forked here would inherit the locks of threads that only this process has (it would never print)."""
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    multiprocessing.set_start_method("spawn")
    Granian(
        "jihuan.project.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=4,
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
    ).serve()
