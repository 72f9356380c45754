"""What is done with the tree."""

from __future__ import annotations

from jihuan.apps.organisations import pinyin
from jihuan.apps.organisations.models import Agency


def add_agency(parent: Agency | None, kind: str, code: str, name: str, short_name: str = "") -> Agency:
    """Put a node under ``parent`` (None for a region); the caller has checked permission and writes the journal."""
    return Agency.objects.create(
        parent=parent,
        kind=kind,
        code=code,
        name=name,
        short_name=short_name,
        region_code=parent.region_code if parent else code,
        path=f"{parent.path}/{code}" if parent else code,
        pinyin=pinyin.sort_key(name),
        initials=pinyin.initials(name),
    )
