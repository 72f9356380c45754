"""What the guide says about limits is what the child is given."""

from __future__ import annotations

import re
from pathlib import Path

from jihuan.documents import office
from jihuan.documents.readers import limits
from jihuan.documents.sandbox import DEFAULT, MEBI, SCANS

GUIDE = Path(__file__).parents[2] / "docs" / "guides" / "documents.md"


def _row(name: str) -> list[int]:
    """The numbers of a row of the guide's table of limits."""
    table = GUIDE.read_text("utf-8").split("## 限度")[1]
    row = next(line for line in table.splitlines() if line.startswith(f"| {name} |"))
    return [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", row)]


def test_the_guide_tells_the_limits_in_force() -> None:
    assert _row("文件大小") == [DEFAULT.file_bytes // MEBI] == [limits.MAX_INPUT_BYTES // MEBI]
    assert _row("读一个文件") == [DEFAULT.cpu_seconds, DEFAULT.memory_bytes // MEBI // 1024, DEFAULT.wall_seconds // 60]
    assert _row("识别一份扫描件") == [SCANS.cpu_seconds // 60, SCANS.memory_bytes // MEBI // 1024, SCANS.wall_seconds // 60]
    assert _row("读出的内容") == [DEFAULT.output_bytes // MEBI]
    assert _row("PDF、OFD") == [limits.MAX_PAGES, limits.MAX_SCANNED_PAGES]
    assert _row("表格") == [limits.MAX_COLUMNS, limits.MAX_CELLS // 10_000]
    assert _row("图片") == [limits.MAX_PIXELS // 100_000_000]
    assert _row("LibreOffice 转换") == [office.WALL_SECONDS // 60, office.CPU_SECONDS]
