"""Interchange document → official form (GB/T 9704 measures) as DOCX, XLSX, PDF and HTML; each carries the JSON inside."""

from __future__ import annotations

from typing import Literal, get_args

from jihuan.core.document import Document
from jihuan.core.interchange import dumps
from jihuan.core.language import _
from jihuan.documents.writers.embedded import embedded_json
from jihuan.documents.writers.errors import WriteError
from jihuan.documents.writers.form import form_of

Format = Literal["docx", "xlsx", "pdf", "html", "json"]
FORMATS: tuple[Format, ...] = get_args(Format)


def write(document: Document, to: Format) -> bytes:
    """The document in the official form. Raises WriteError where the format cannot hold it without loss."""
    if to == "json":
        return dumps(document).encode()
    form = form_of(document)
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


__all__ = ["FORMATS", "Format", "WriteError", "write"]
