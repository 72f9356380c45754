"""Files as offices have them, made of facts of our own: a sheet or three, a scan with signs that nobody can be sure of, a folder of fifty."""

from __future__ import annotations

import io
import zipfile
from decimal import Decimal
from pathlib import Path

import pypdfium2

from jihuan.core.document import Agency, Budget, Document, Indicator, Project
from jihuan.core.indicators import parse_target
from jihuan.documents.writers import Format, write


def project(name: str, *targets: str) -> Project:
    """A project with an indicator for each target, four at most."""
    rows = zip(("巡展次数", "展品完好率", "完成时间", "受益人数"), targets, strict=False)
    return Project(
        name=name,
        agency_code="731001",
        agency_name="遵化市科学技术协会本级",
        amount_unit="万元",
        budget=Budget(total=Decimal("8.00"), fiscal=Decimal("8.00")),
        fund_use="用于车辆油料和维修。",
        goals=("科普大篷车到每个乡镇。",),
        indicators=tuple(
            Indicator(level1="产出指标", level2="数量指标", level3=row, target=parse_target(target), basis="工作计划")
            for row, target in rows
        ),
    )


def document(*projects: Project) -> Document:
    """A document of 2025 with these projects."""
    return Document(fiscal_year=2025, agency=Agency(code="731001", name="遵化市科学技术协会本级"), projects=projects)


def scan() -> bytes:
    """A page of pixels (PNG) on which two values stand behind a bare ">", which may have been a ≥."""
    pdf = pypdfium2.PdfDocument(
        write(document(project("科普大篷车运行经费", ">40次", "6月底前", "12月底前", ">6000人")), "pdf")
    )
    image = pdf[0].render(scale=200 / 72).to_pil().convert("L")
    pdf.close()
    data = io.BytesIO()
    image.save(data, "PNG")
    return data.getvalue()


def archive(path: Path, files: dict[str, bytes]) -> Path:
    """A zip as Chinese Windows makes it: its names are GBK, and nothing says so."""

    class Named(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - as zipfile calls it
            return self.filename.encode("gbk"), 0

    with zipfile.ZipFile(path, "w") as packed:
        for name, data in files.items():
            packed.writestr(Named(name), data, zipfile.ZIP_DEFLATED)
    return path


def folder(top: Path, sheets: int = 48, formats: tuple[Format, ...] = ("json", "docx", "xlsx", "html")) -> Path:
    """So many sheets of one project each below two folders, a broken PDF, a copy, and what systems leave behind."""
    for number in range(sheets):
        unit = top / f"科室{number % 2 + 1}"
        unit.mkdir(parents=True, exist_ok=True)
        name, format = f"科普项目{number + 1}", formats[number % len(formats)]
        (unit / f"{name}.{format}").write_bytes(write(document(project(name, "≥40次", "≥95%")), format))
    first = top / "科室1" / f"科普项目1.{formats[0]}"
    (top / f"重复的科普项目1{first.suffix}").write_bytes(first.read_bytes())
    (top / "坏文件.pdf").write_bytes(b"%PDF-1.7 nothing")
    (top / "Thumbs.db").write_bytes(b"x")
    (top / "~$科普项目1.docx").write_bytes(b"x")
    return top
