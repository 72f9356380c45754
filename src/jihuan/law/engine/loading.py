"""Rulebooks out of their files.

A jurisdiction inherits from its parent and overrides by name; a bureau's own folders come last. Loading refuses unknown and
duplicate keys, names used twice and citations that do not exist or were not in force (RulebookError: file, line, reason).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, get_args

from jihuan.core.document import Level
from jihuan.core.language import _
from jihuan.law.engine.registry import Rule, rules
from jihuan.law.engine.rulebook import Lexicon, Parameter, Rulebook, Scheme, Source
from jihuan.law.engine.shapes import refuse_other_members, refuse_other_words
from jihuan.law.engine.strict_yaml import Entry, Faults, RulebookError, load_mapping

ROOT = Path(__file__).parent.parent / "rulebooks"
NATIONAL = "national"
Files = tuple[tuple[str, int, int], ...]
"""Name, time of change and size of files."""


def load(jurisdiction: str, on: date, extra: tuple[Path, ...] = ()) -> Rulebook:
    """The rulebook of a jurisdiction on a day, with the bureau's own folders on top, as they are now. Raises RulebookError."""
    return _load(jurisdiction, on, extra, files_of(extra))


def files_of(extra: tuple[Path, ...]) -> Files:
    """What tells whether a file of the bureau's folders changed."""
    found = sorted(file for folder in extra for file in folder.rglob("*.yaml"))
    return tuple((str(file), (known := file.stat()).st_mtime_ns, known.st_size) for file in found)


@lru_cache(maxsize=64)
def _load(jurisdiction: str, on: date, extra: tuple[Path, ...], _files: Files) -> Rulebook:
    for missing in (folder for folder in extra if not folder.is_dir()):
        raise RulebookError(missing, 1, _("没有这个文件夹"))
    folders, faults = [*_chain(jurisdiction), *extra], Faults()
    heads = _heads(folders, faults)
    sources = {name: value for folder in folders for name, value in _sources(folder, faults)}
    faults.tell()  # without them every citation would be one more
    parameters: dict[str, Parameter] = {}
    lexicons: dict[str, Lexicon] = {}
    schemes: dict[str, Scheme] = {}
    for folder in folders:
        for name, entry in _members(folder, "parameters", faults):
            with faults:
                own, parent = _parameter(name, entry, sources), parameters.get(name)
                if folder != folders[0]:
                    refuse_other_members(name, parent.values if parent else (), entry)
                parameters[name] = _over(parent, own)
        for name, entry in _members(folder, "lexicons", faults):
            with faults:
                base, lexicons[name] = lexicons.get(name), _merged(name, lexicons.get(name), entry)
                if folder != folders[0]:
                    refuse_other_words(name, base.sorts if base else {}, entry)
        for name, entry in _members(folder, "schemes", faults):
            with faults:
                schemes[name] = _scheme(name, entry)
    active = _active(heads, sources, on, faults)
    scheme_name = ""
    with faults:
        scheme_name = _scheme_name(heads, schemes)
    faults.tell()
    return Rulebook(
        jurisdiction=jurisdiction,
        title=heads[-1].text("title", jurisdiction),
        on=on,
        sources=sources,
        parameters=parameters,
        lexicons=lexicons,
        schemes=schemes,
        scheme_name=scheme_name,
        rules=active,
    )


def _heads(folders: list[Path], faults: Faults) -> list[Entry]:
    """What the folders say of themselves and of the rules."""
    heads = []
    for file in (folder / "jurisdiction.yaml" for folder in folders if (folder / "jurisdiction.yaml").is_file()):
        with faults:
            heads.append(load_mapping(file).expect("", "title parent regions scheme rules"))
    return heads


def jurisdictions() -> dict[str, Entry]:
    """The jurisdictions that come with the product: folder name → its head."""
    return {head.parent.name: load_mapping(head) for head in sorted(ROOT.glob("*/jurisdiction.yaml"))}


@cache
def jurisdiction_of(region_code: str | None) -> str:
    """The jurisdiction with the longest matching prefix of a region code; the national one where none matches."""
    best = (0, NATIONAL)
    for name, head in jurisdictions().items():
        matching = [len(prefix) for prefix in head.words("regions") if region_code and region_code.startswith(prefix)]
        best = max(best, (max(matching, default=0), name if matching else NATIONAL))
    return best[1]


def _chain(jurisdiction: str) -> list[Path]:
    """The folders from the oldest ancestor down."""
    chain: list[Path] = []
    name: str | None = jurisdiction
    while name:
        folder = ROOT / name
        head = folder / "jurisdiction.yaml"
        if not re.fullmatch(r"[a-z0-9_]+", name) or not head.is_file():
            raise RulebookError(head, 1, _("没有“{name}”这一规则集").format(name=name))
        if folder in chain:
            raise RulebookError(head, 1, _("规则集“{name}”绕回了自己").format(name=name))
        chain.insert(0, folder)
        name = load_mapping(head).get("parent")
    return chain


def _files(folder: Path, shelf: str) -> list[Path]:
    return sorted((folder / shelf).rglob("*.yaml"))


def _members(folder: Path, shelf: str, faults: Faults) -> list[tuple[str, Entry]]:
    """The named entries of all files of a shelf; a name used twice in one jurisdiction is a fault."""
    found: dict[str, Entry] = {}
    for file in _files(folder, shelf):
        with faults:
            for short, entry in load_mapping(file).entries():
                name = f"{file.stem}.{short}" if shelf == "parameters" else short
                if name in found:
                    raise entry.fail(_("“{key}”写了两次").format(key=name))
                found[name] = entry
    return list(found.items())


def _sources(folder: Path, faults: Faults) -> Iterator[tuple[str, Source]]:
    for number, entry in _members(folder, "sources", faults):
        with faults:
            yield number, _source(number, entry)


def _source(number: str, entry: Entry) -> Source:
    entry.expect("title since verified", "until clauses issuer note")
    clauses = entry.get("clauses") or {}
    return Source(
        number=number,
        title=entry.text("title"),
        since=_day(entry, "since"),
        until=_day(entry, "until") if entry.get("until") else None,
        verified=entry["verified"] is True,
        clauses={str(clause): checked is True for clause, checked in clauses.items()},
    )


def _day(entry: Entry, key: str) -> date:
    value = entry[key]
    if not isinstance(value, date):
        raise entry.fail(_("“{key}”应是日期，如 2020-01-01").format(key=key), key)
    return value


def _parameter(name: str, entry: Entry, sources: Mapping[str, Source]) -> Parameter:
    entry.expect("title values", "unit")
    values = entry["values"]
    if not isinstance(values, Entry) or not values:
        raise entry.fail(_("“values”应按施行日期列出"), "values")
    dated: list[tuple[date, Mapping[str, Any]]] = []
    for since, members in values.items():
        if not isinstance(since, date) or not isinstance(members, Entry):
            raise values.fail(_("应是“日期: {…, cites: …}”"), since)
        if "cites" not in members:
            raise members.fail(_("缺少“{key}”").format(key="cites"))
        _cited(members, members["cites"], sources, since)
        dated.append((since, dict(members)))
    return Parameter(
        name=name, title=entry.text("title"), unit=entry.text("unit"), values=tuple(sorted(dated, key=lambda item: item[0]))
    )


def _over(parent: Parameter | None, own: Parameter) -> Parameter:
    """A parameter over that of the parent jurisdiction: the parent's values hold until the own ones begin."""
    first = own.values[0][0]
    earlier = tuple(value for value in parent.values if value[0] < first) if parent else ()
    return replace(own, values=(*earlier, *own.values))


def _cited(entry: Entry, cite: object, sources: Mapping[str, Source], on: date) -> None:
    """Refuse a citation that does not exist or was not in force."""
    number, _space, clause = str(cite).partition(" ")
    if number not in sources:
        raise entry.fail(_("没有“{number}”这一来源").format(number=number), "cites")
    if clause and clause not in sources[number].clauses:
        raise entry.fail(_("来源“{number}”没有列出“{clause}”").format(number=number, clause=clause), "cites")
    if not sources[number].in_force(on):
        raise entry.fail(_("“{number}”在 {day} 未施行或已失效").format(number=number, day=on.isoformat()), "cites")


def _merged(name: str, parent: Lexicon | None, entry: Entry) -> Lexicon:
    """A lexicon over that of the parent jurisdiction: words are added, ``remove`` takes some out, ``replace`` starts anew."""
    entry.expect("title", "words pairs groups remove replace note")
    base = Lexicon(name=name, title="") if parent is None or entry.get("replace") is True else parent
    removed = set(entry.words("remove"))
    pairs, groups, known = _table(entry, "pairs"), _table(entry, "groups"), base.groups or {}
    return Lexicon(
        name=base.name,
        title=entry.text("title"),
        words=tuple(word for word in dict.fromkeys((*base.words, *entry.words("words"))) if word not in removed),
        pairs={key: value for key, value in {**(base.pairs or {}), **pairs}.items() if key not in removed},
        groups={
            key: tuple(word for word in dict.fromkeys((*known.get(key, ()), *groups.words(key))) if word not in removed)
            for key in (*known, *groups)
            if key not in removed
        },
    )


def _table(entry: Entry, key: str) -> Entry:
    table = entry.get(key)
    if table is None:
        return Entry(entry.file, entry.line)
    if not isinstance(table, Entry):
        raise entry.fail(_("“{key}”应是一组“键: 值”").format(key=key), key)
    for name, value in table.items():
        if not isinstance(name, str) or (key == "pairs" and not isinstance(value, str)):
            raise table.fail(_("“{key}”应是一组文字").format(key=name), name)
    return table


def _scheme(name: str, entry: Entry) -> Scheme:
    entry.expect("title order required weights", "note")
    weights = entry["weights"]
    if not isinstance(weights, Entry) or not all(isinstance(value, int) for value in weights.values()):
        raise entry.fail(_("“weights”应是整数"), "weights")
    return Scheme(
        name=name,
        title=entry.text("title"),
        order=entry.words("order"),
        required=entry.words("required"),
        weights={str(key): value for key, value in weights.items()},
    )


def _scheme_name(heads: list[Entry], schemes: Mapping[str, Scheme]) -> str:
    head = next((head for head in reversed(heads) if "scheme" in head), None)
    if head is None or head["scheme"] not in schemes:
        raise (head or heads[0]).fail(_("没有写明指标体系，或没有这一体系"), "scheme")
    return str(head["scheme"])


def _active(heads: list[Entry], sources: Mapping[str, Source], on: date, faults: Faults) -> dict[str, Rule]:
    """The rules in force on the day, after what the jurisdictions changed: level, trial, off."""
    active = dict(rules())
    for rule in rules().values():
        if any(not _exists(cite, sources) for cite in rule.cites):
            code = rule.run.__code__
            raise RulebookError(
                Path(code.co_filename),
                code.co_firstlineno,
                _("规则 {rule} 引用的来源没有列出：{cites}").format(rule=rule.id, cites="；".join(rule.cites)),
            )
        since = rule.since or min(sources[cite.partition(" ")[0]].since for cite in rule.cites)
        if on < since or (rule.until is not None and on > rule.until):
            del active[rule.id]
    for head in heads:
        changes: list[tuple[str, Entry]] = []
        with faults:
            changes = list(_table(head, "rules").entries())
        for name, entry in changes:
            with faults:
                entry.expect("", "level trial off reason")
                if name not in rules():
                    raise head["rules"].fail(_("没有 {rule} 这条规则").format(rule=name), name)
                if entry.get("off") is True:
                    active.pop(name, None)
                elif name in active:
                    active[name] = _overridden(active[name], entry)
    return active


def _overridden(rule: Rule, entry: Entry) -> Rule:
    level = entry.get("level", rule.level)
    if level not in get_args(Level) or (rule.judge and level == "error"):
        raise entry.fail(_("级别“{level}”不能用于 {rule}").format(level=level, rule=rule.id), "level")
    return replace(rule, level=level, trial=entry.get("trial", rule.trial) is True, fixed=rule.fixed or "level" in entry)


def _exists(cite: str, sources: Mapping[str, Source]) -> bool:
    number, _space, clause = cite.partition(" ")
    return number in sources and (not clause or clause in sources[number].clauses)
