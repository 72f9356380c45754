"""Office files are zip packages: put the interchange JSON in as a part of its own, and make the bytes reproducible."""

from __future__ import annotations

import io
import zipfile

from jihuan.documents.writers.embedded import MEDIA_TYPE, NAME

PART = f"jihuan/{NAME}"
RELATIONSHIP = "urn:jihuan:interchange"
_TYPES, _RELATIONS = "[Content_Types].xml", "_rels/.rels"
_DATE = (1980, 1, 1, 0, 0, 0)


def packed(data: bytes, embedded: bytes | None) -> bytes:
    """The package with fixed dates and, where given, ``/jihuan/jihuan.json`` with its content type and relationship."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            part = old.read(name)
            if embedded is not None and name == _TYPES:
                part = _before_end(part, "Types", f'<Override PartName="/{PART}" ContentType="{MEDIA_TYPE}"/>')
            elif embedded is not None and name == _RELATIONS:
                link = f'<Relationship Id="jihuan" Type="{RELATIONSHIP}" Target="{PART}"/>'
                part = _before_end(part, "Relationships", link)
            _add(new, name, part)
        if embedded is not None:
            _add(new, PART, embedded)
    return target.getvalue()


def _before_end(part: bytes, tag: str, addition: str) -> bytes:
    return part.replace(f"</{tag}>".encode(), f"{addition}</{tag}>".encode())


def _add(package: zipfile.ZipFile, name: str, data: bytes) -> None:
    info = zipfile.ZipInfo(name, _DATE)
    info.compress_type = zipfile.ZIP_DEFLATED
    package.writestr(info, data)
