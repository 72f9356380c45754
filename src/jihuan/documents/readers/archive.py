"""Zip packages of office files, opened with suspicion: sizes, ratios and counts are checked before anything is parsed."""

from __future__ import annotations

import io
import zipfile
import zlib

from lxml import etree

from jihuan.core.document import Problem
from jihuan.core.language import _
from jihuan.documents.errors import Unreadable
from jihuan.documents.readers import limits

_DOCTYPE = tuple(mark.encode(code) for mark in ("<!DOCTYPE", "<!ENTITY") for code in ("utf-8", "utf-16-le", "utf-16-be"))
EMBEDDED = "jihuan.json"
"""Name (without folders) of the part that holds our own interchange JSON."""


class Archive:
    """A checked zip package. Raises Unreadable where it is damaged, encrypted or a bomb."""

    def __init__(self, data: bytes) -> None:
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, RuntimeError, ValueError, OSError) as error:
            raise Unreadable(_("文件不完整或已损坏（压缩包打不开），请重新下载或另存后再上传")) from error
        self._check()

    @property
    def names(self) -> list[str]:
        return self._zip.namelist()

    def has(self, name: str) -> bool:
        return name in self._zip.NameToInfo

    def _check(self) -> None:
        entries = self._zip.infolist()
        if len(entries) > limits.MAX_ENTRIES:
            raise Unreadable(
                _("文件里装有 {count} 个部件，超过 {limit} 个的限度，不像正常的办公文档，没有读取").format(
                    count=len(entries), limit=limits.MAX_ENTRIES
                )
            )
        if any(entry.flag_bits & 1 for entry in entries):
            raise Unreadable(_("文件已加密，请去掉密码后再上传"))
        total = sum(entry.file_size for entry in entries)
        if total > limits.MAX_UNPACKED_BYTES:
            message = _("文件展开后过大（{size} MB，限度 {limit} MB），没有读取，请拆分成几个文件后再上传")
            raise Unreadable(message.format(size=total // limits.MEBI, limit=limits.MAX_UNPACKED_BYTES // limits.MEBI))
        for entry in entries:
            if _is_bomb(entry):
                size, times = entry.file_size // limits.MEBI, entry.file_size // max(entry.compress_size, 1)
                message = _(
                    "文件的部件 {name} 展开后过大（{size} MB，是压缩时的 {times} 倍），没有读取，请用原来的软件另存后再上传"
                )
                raise Unreadable(message.format(name=entry.filename, size=size, times=times))

    def part(self, name: str) -> bytes:
        """The bytes of one part, never more than the limit."""
        try:
            with self._zip.open(name) as stream:
                data = stream.read(limits.MAX_PART_BYTES + 1)
        except KeyError as error:
            raise Unreadable(_("文件不完整，缺少部件 {name}，请重新另存后再上传").format(name=name)) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError) as error:
            raise Unreadable(
                _("文件不完整或已损坏（部件 {name} 读不出），请重新下载或另存后再上传").format(name=name)
            ) from error
        if len(data) > limits.MAX_PART_BYTES:
            raise Unreadable(_("文件的部件 {name} 展开后过大，没有读取，请用原来的软件另存后再上传").format(name=name))
        return data

    def changed(self, parts: dict[str, bytes]) -> bytes:
        """The package with these parts in the place of its own, not packed."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as package:
            for name in dict.fromkeys(self.names):
                package.writestr(name, parts[name] if name in parts else self.part(name))
        return out.getvalue()

    def xml(self, name: str) -> etree._Element:
        """One part as XML without entities, DTD and network."""
        return parse_xml(self.part(name), name)

    def check_all_xml(self) -> None:
        """Refuse a document type in any XML part, for packages that another library will parse."""
        for name in self.names:
            if name.endswith((".xml", ".rels", ".vml")):
                _refuse_doctype(self.part(name), name)

    def macros(self) -> tuple[Problem, ...]:
        """Say that the package carries macros; nothing here can run them."""
        if not any(name.lower().endswith("vbaproject.bin") for name in self.names):
            return ()
        return (with_macros(),)

    def embedded(self) -> bytes | None:
        """The interchange JSON that our own writers put into the package."""
        name = next((name for name in self.names if name.rsplit("/", 1)[-1] == EMBEDDED), None)
        return self.part(name) if name else None


def with_macros() -> Problem:
    """That a file carries macros."""
    return Problem(level="info", message=_("文件带有宏，读取时没有运行，只读取了保存的内容"))


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Parse XML; raises Unreadable for a document type (entity bombs), for damage and for absurd depth."""
    _refuse_doctype(data, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, load_dtd=False, dtd_validation=False)
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        why = str(error).lower()
        if "memory" in why:
            raise MemoryError from error
        if "too long" in why:
            raise Unreadable(_("文件的部件 {name} 里有一段文字过长，没有读取，请拆开后再上传").format(name=name)) from error
        if "depth" in why:
            raise Unreadable(
                _("文件的部件 {name} 嵌套层数过多，没有读取，请取消套在表格里的表格再上传").format(name=name)
            ) from error
        raise Unreadable(_("文件已损坏（部件 {name} 的内容不完整），请重新另存后再上传").format(name=name)) from error


def _refuse_doctype(data: bytes, name: str) -> None:
    if any(mark in data for mark in _DOCTYPE):
        raise Unreadable(
            _(
                "文件的部件 {name} 含有文档类型声明，这在办公文档中是不允许的，没有读取，请用 Word、Excel 或 WPS 另存后再上传"
            ).format(name=name)
        )


def _is_bomb(entry: zipfile.ZipInfo) -> bool:
    if entry.file_size > limits.MAX_PART_BYTES:
        return True
    return entry.file_size > limits.MEBI and entry.file_size > limits.MAX_RATIO * max(entry.compress_size, 1)
