"""YAML that refuses what a hurried hand gets wrong, with file and line. Numbers are Decimal or int, never float."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from types import TracebackType
from typing import Any

import yaml
from yaml.nodes import MappingNode, Node, SequenceNode

from jihuan.core.language import _

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser in C where PyYAML has it: the same nodes, ten times faster."""


class RulebookError(ValueError):
    """A rulebook that must not be used; ``str(error)`` names file, line and reason, a line for each fault."""

    def __init__(self, file: Path, line: int, reason: str, others: Sequence[RulebookError] = ()) -> None:
        first = _("{file} 第 {line} 行：{reason}").format(file=file, line=line, reason=reason)
        super().__init__("\n".join([first, *map(str, others)]))
        self.file, self.line, self.reason = file, line, reason


class Faults:
    """Gathers what is wrong with the parts of a rulebook, each read in a ``with`` block of it, to tell all at once."""

    def __init__(self) -> None:
        self._found: list[RulebookError] = []

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> bool:
        if isinstance(error, RulebookError):
            self._found.append(error)
        return isinstance(error, RulebookError)

    def tell(self) -> None:
        """Raise RulebookError with all faults, if there are any."""
        if self._found:
            first, *others = self._found
            raise RulebookError(first.file, first.line, first.reason, others) from first


class Entry(dict[Any, Any]):
    """A mapping that knows its file and the line of each key."""

    def __init__(self, file: Path, line: int) -> None:
        super().__init__()
        self.file, self.line = file, line
        self.lines: dict[object, int] = {}

    def fail(self, reason: str, key: object = None) -> RulebookError:
        """The error to raise about ``key`` of this mapping."""
        return RulebookError(self.file, self.lines.get(key, self.line), reason)

    def expect(self, required: str, optional: str = "") -> Entry:
        """This mapping, after its keys were found to be these and no others (names separated by spaces)."""
        wanted, allowed = required.split(), optional.split()
        for key in self:
            if key not in wanted and key not in allowed:
                raise self.fail(
                    _("不认识的键“{key}”，可用的有 {known}").format(key=key, known="、".join(wanted + allowed)), key
                )
        for key in wanted:
            if key not in self:
                raise self.fail(_("缺少“{key}”").format(key=key))
        return self

    def entries(self) -> Iterator[tuple[str, Entry]]:
        """The members, each of which must be a mapping."""
        for key, value in self.items():
            if not isinstance(value, Entry):
                raise self.fail(_("“{key}”应是一组“键: 值”").format(key=key), key)
            yield str(key), value

    def words(self, key: str, *, unique: bool = True) -> tuple[str, ...]:
        """A list of texts; a number in it is an error, and so is a text that stands twice where they must be ``unique``."""
        value = self.get(key, [])
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            raise self.fail(_("“{key}”应是一列文字").format(key=key), key)
        if unique and (twice := sorted({word for word in value if value.count(word) > 1})):
            raise self.fail(_("“{word}”写了两次").format(word=twice[0]), key)
        return tuple(value)

    def text(self, key: str, default: str = "") -> str:
        """A text; an absent key is ``default``."""
        value = self.get(key, default)
        if not isinstance(value, str):
            raise self.fail(_("“{key}”应是文字").format(key=key), key)
        return value


def load(file: Path) -> Any:
    """The YAML value in ``file``: Entry, list, str, int, Decimal, bool, date or None. Raises RulebookError."""
    try:
        node = yaml.compose(file.read_text("utf-8"), Loader=_LOADER)
    except UnicodeDecodeError as error:
        raise RulebookError(file, 1, _("不是 UTF-8 文字")) from error
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise RulebookError(file, mark.line + 1 if mark else 1, error.problem or error.context or "YAML") from error
    except yaml.YAMLError as error:
        raise RulebookError(file, 1, str(error)) from error
    return None if node is None else _value(file, node)


def load_mapping(file: Path) -> Entry:
    """The file as one mapping; an empty file is an empty one."""
    value = load(file)
    if value is None:
        return Entry(file, 1)
    if not isinstance(value, Entry):
        raise RulebookError(file, 1, _("文件应是一组“键: 值”"))
    return value


def _value(file: Path, node: Node) -> Any:
    if isinstance(node, MappingNode):
        return _mapping(file, node)
    if isinstance(node, SequenceNode):
        return [_value(file, item) for item in node.value]
    return _scalar(file, node)


def _mapping(file: Path, node: MappingNode) -> Entry:
    entry = Entry(file, node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key, line = _value(file, key_node), key_node.start_mark.line + 1
        if isinstance(key, Entry | list):
            raise RulebookError(file, line, _("键应是文字、数字或日期"))
        if key in entry:
            raise RulebookError(file, line, _("“{key}”写了两次").format(key=key))
        entry.lines[key] = line
        entry[key] = _value(file, value_node)
    return entry


def _scalar(file: Path, node: Node) -> Any:
    kind, text = node.tag.rpartition(":")[2], node.value
    try:
        match kind:
            case "int":
                return int(text)
            case "float":
                return _decimal(text)
            case "timestamp":
                return date.fromisoformat(text)
            case "bool":  # on, off, yes and no are words, whatever YAML 1.1 thinks
                return text == "true" if text in ("true", "false") else text
            case "null":
                return None
            case "str":
                return text
    except (ValueError, InvalidOperation) as error:
        raise RulebookError(file, node.start_mark.line + 1, _("“{text}”不是数或日期").format(text=text)) from error
    raise RulebookError(file, node.start_mark.line + 1, _("“{text}”的写法不用在这里").format(text=text))


def _decimal(text: str) -> Decimal:
    number = Decimal(text)
    if not number.is_finite():
        raise ValueError(text)
    return number
