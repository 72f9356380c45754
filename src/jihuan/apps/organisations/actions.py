"""What is done with the tree."""

from __future__ import annotations

from django.db.models import F, Value
from django.db.models.functions import Concat, Substr

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


def rename_agency(agency: Agency, name: str, short_name: str) -> None:
    """Other names; the caller has checked permission and writes the journal."""
    agency.name, agency.short_name = name, short_name
    agency.pinyin, agency.initials = pinyin.sort_key(name), pinyin.initials(name)
    agency.save(update_fields=("name", "short_name", "pinyin", "initials"))


def replant_agency(agency: Agency, parent: Agency | None, code: str) -> None:
    """Put a node under ``parent`` with ``code``, and rewrite the paths of everything below it."""
    before = agency.path
    agency.parent, agency.code = parent, code
    agency.path = f"{parent.path}/{code}" if parent else code
    agency.save(update_fields=("parent", "code", "path"))
    below = Agency.objects.filter(path__startswith=f"{before}/")
    below.update(path=Concat(Value(agency.path), Substr(F("path"), len(before) + 1)))
