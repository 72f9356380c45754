"""Interchange document → official form (GB/T 9704 measures) as DOCX, XLSX, PDF and HTML; each carries the JSON inside."""

from __future__ import annotations

import re
from typing import Literal, get_args

from jihuan.core.document import Document
from jihuan.core.interchange import dumps
from jihuan.core.language import _
from jihuan.documents.writers.embedded import embedded_json
from jihuan.documents.writers.errors import WriteError
from jihuan.documents.writers.form import Form, form_of, texts

Format = Literal["docx", "xlsx", "pdf", "html", "json"]
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
FORMATS: tuple[Format, ...] = get_args(Format)


def write(document: Document, to: Format) -> bytes:
    """The document in the official form. Raises WriteError where the format cannot hold it without loss."""
    if to == "json":
        return dumps(document).encode()
    form = form_of(document)
    _refuse_control_characters(form)
    embedded = embedded_json(document, form)
    if to == "pdf":
        from jihuan.documents.writers.pdf import write_pdf

        return write_pdf(form, embedded)
    if to == "docx":
        from jihuan.documents.writers.docx import write_docx

        return write_docx(form, embedded)
    if to == "xlsx":
        from jihuan.documents.writers.xlsx import write_xlsx

        return write_xlsx(form, embedded)
    if to == "html":
        from jihuan.documents.writers.html import write_html

        return write_html(form, embedded)
    raise WriteError(_("不支持的格式“{format}”，可选：{formats}").format(format=to, formats=_("、").join(FORMATS)))


def _refuse_control_characters(form: Form) -> None:
    """No office format can hold them, and none may be dropped without a word."""
    for where, text in texts(form):
        found = _CONTROL.search(text)
        if found:
            message = _("“{where}”下的文字里有不能显示的控制字符（U+{code}），无法导出，请删除后再试")
            raise WriteError(message.format(where=where or _("封面"), code=f"{ord(found[0]):04X}"))


__all__ = ["FORMATS", "Format", "WriteError", "write"]
