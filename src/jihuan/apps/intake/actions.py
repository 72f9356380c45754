"""What is done with a file: bring it, correct what was read, confirm it, or put it away."""

from __future__ import annotations

import atexit
import dataclasses
import hashlib
from collections.abc import Sequence
from functools import cache
from pathlib import PureWindowsPath
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jihuan.apps.accounts.models import User
from jihuan.apps.evaluation import receiving
from jihuan.apps.intake import doubts, facts, memory
from jihuan.apps.intake.models import Correction, Draft, Upload
from jihuan.apps.journal.actions import Event, record
from jihuan.apps.objectives import editing
from jihuan.apps.objectives.actions import Applied
from jihuan.apps.objectives.difference import Change
from jihuan.apps.objectives.importing import IMPORT
from jihuan.apps.organisations.access import NotAllowed, Refused
from jihuan.apps.organisations.models import Agency
from jihuan.apps.organisations.queries import named
from jihuan.apps.organisations.scope import may, scoped, visible_agencies
from jihuan.core.document import Document
from jihuan.core.interchange import from_json, to_json
from jihuan.core.text import visible
from jihuan.documents import layout_json, sandbox
from jihuan.documents.errors import Unreadable
from jihuan.documents.layout import Layout
from jihuan.documents.warm import Warm

ADD, CHANGE, CONFIRM = "intake.add_upload", "intake.change_draft", "intake.confirm_draft"
MEGABYTE = 1024 * 1024
READ = (Upload.State.DRAFT, Upload.State.CONFIRMED)
"""States of files that are not read once more."""


@cache
def readers() -> Warm:
    """What reads the files that come to this process of the site, a child for each; it ends with the process."""
    warm = Warm(sandbox.anew)
    atexit.register(warm.close)
    return warm


def upload(user: User, filename: str, source: bytes | File[bytes]) -> Upload:
    """Keep a file and read it. A file that cannot be read is kept with its sentence; a known one gives its first upload.

    ``filename`` may name the folders it lay in. A ``File`` above the limit is refused before it is taken into memory. Needs ``intake.add_upload``. Raises Refused for a file above JIHUAN_UPLOAD_MEGABYTES.
    """
    home = visible_agencies(user, ADD).order_by("path").first()
    if home is None:
        raise NotAllowed(_("您的岗位不能上传文件，请与单位的系统管理员联系"))
    size = len(source) if isinstance(source, bytes) else source.size
    if size > settings.UPLOAD_BYTES:
        limit = settings.UPLOAD_BYTES // MEGABYTE
        raise Refused(_("文件有 {size} MB，超过上限 {limit} MB，请拆分后再上传").format(size=size // MEGABYTE, limit=limit))
    data = source if isinstance(source, bytes) else source.read()
    item = _kept(user, home, PureWindowsPath(visible(_storable(filename))), data)
    if item.state in READ:
        return item
    return _read(user, item, data)


def read_again(user: User, item: Upload) -> Upload:
    """Read a file that is on record anew: its first reading was interrupted, or failed and may do better now. Needs ``intake.change_draft``."""
    if not may(user, CHANGE, item.agency):
        raise NotAllowed(_("您的岗位不能处理这个文件"))
    if item.state not in (Upload.State.READING, Upload.State.UNREADABLE):
        raise Refused(_("这份文件的状态是“{state}”，不用重新读取").format(state=item.get_state_display()))
    try:
        with item.file.open("rb") as stream:
            data = stream.read()
    except FileNotFoundError as error:
        raise Refused(_("服务器上找不到这份文件，请重新上传")) from error
    with transaction.atomic():
        record(user, Event(action="read_upload", target=item, agency=item.agency, before={"state": item.state}))
    return _read(user, item, data)


def _read(user: User, item: Upload, data: bytes) -> Upload:
    try:
        result = sandbox.read_file(data, item.filename, start=readers().start)
    except Unreadable as error:
        return _failed(item, error.message)
    return _drafted(user, item, result.document, result.layout)


@transaction.atomic
def correct(user: User, draft: Draft, pointers: Sequence[str], value: str | None, version: int) -> Draft:
    """Put ``value`` into a cell of the draft and read it anew; ``pointers`` are all that a merged cell stands for.

    ``version`` is the one the user saw. Raises Refused: out of date, not a field, or not a value of that field (``fields``).
    """
    draft = _locked(user, draft, CHANGE, version)
    before = [editing.value_at(draft.document, pointer) for pointer in pointers]
    document, after = editing.changed(draft.document, pointers, value)
    if document == draft.document and not set(pointers).intersection(doubts.still_open(draft)):
        return draft
    changes = list(zip(pointers, before, after, strict=True))
    _noted(user, draft, changes)
    return _journalled(user, draft, document, [_about(draft, "correct_draft", *change) for change in changes])


@transaction.atomic
def settle(user: User, draft: Draft, pointers: Sequence[str], text: str) -> Draft:
    """Confirm a cell in doubt as it is; ``text`` is what the user saw. Recorded as a correction to the same value.

    Raises Refused when the cell holds another text by now.
    """
    draft = _locked(user, draft, CHANGE)
    for pointer in pointers:
        if facts.text_at(draft.document, pointer) != text:
            raise Refused(_("这一格刚刚被更改过，请刷新页面，看过新内容再确认"), {pointer: text})
    todo = [pointer for pointer in doubts.still_open(draft) if pointer in pointers]
    if not todo:
        return draft
    values = [editing.value_at(draft.document, pointer) for pointer in todo]
    same = list(zip(todo, values, values, strict=True))
    _noted(user, draft, same)
    return _journalled(user, draft, draft.document, [_about(draft, "confirm_cell", *change) for change in same])


@transaction.atomic
def undo(user: User, draft: Draft, version: int) -> Draft:
    """Take back the last correction, of a merged cell as a whole. Raises Refused when there is none."""
    draft = _locked(user, draft, CHANGE, version)
    last = draft.corrections.last()
    if last is None:
        raise Refused(_("没有可以撤销的更正"))
    together = draft.corrections.filter(at=last.at)
    changes = list(together.values_list("pointer", "after", "before"))
    document = editing.restored(draft.document, {pointer: before for pointer, _after, before in changes})
    together.delete()
    return _journalled(user, draft, document, [_about(draft, "undo_correction", *change) for change in changes])


def difference(user: User, draft: Draft) -> tuple[Change, ...]:
    """What confirming the draft would change in the records. Raises Refused when it cannot be confirmed as it is."""
    document = from_json(draft.document)
    compare, _take_in = receiving.ways_in(document)
    return compare(user, document, draft.upload.agency)


@transaction.atomic
def confirm(user: User, draft: Draft, version: int) -> Applied:
    """Bring the draft into the records, all of it or nothing; ``version`` is the one the user saw. Raises Refused.

    A self-evaluation fills in the sheets of its projects; their goals stay as they are.
    """
    draft = _locked(user, draft, CONFIRM, version)
    if draft.open:
        raise Refused(_("还有 {n} 处没有把握的内容待核对，请逐处改正或照原样确认").format(n=draft.open))
    item, document = draft.upload, from_json(draft.document)
    _compare, take_in = receiving.ways_in(document)
    applied = take_in(user, document, sha256=item.sha256, home=item.agency)
    memory.learn(draft)
    _moved(user, item, Upload.State.CONFIRMED, "confirm_upload")
    return applied


@transaction.atomic
def discard(user: User, item: Upload) -> Upload:
    """Put a file away that shall not come in; the file itself stays on record."""
    item = Upload.objects.select_for_update(no_key=True).get(pk=item.pk)
    if not may(user, CHANGE, item.agency):
        raise NotAllowed(_("您的岗位不能处理这个文件"))
    if item.state == Upload.State.CONFIRMED:
        raise Refused(_("文件已经入库，不能再放弃"))
    _moved(user, item, Upload.State.DISCARDED, "discard_upload")
    return item


@transaction.atomic
def _kept(user: User, home: Agency, path: PureWindowsPath, data: bytes) -> Upload:
    """The upload of these bytes that the user can see already, or a new one; one after the other in each unit."""
    Agency.objects.select_for_update(no_key=True).get(pk=home.pk)
    digest = hashlib.sha256(data).hexdigest()
    known = scoped(Upload.objects.filter(sha256=digest), user).order_by("pk").first()
    if known is not None:
        return known
    name = path.name[-255:] or _("未命名")
    folder = path.parent.relative_to(path.anchor).as_posix().strip("/.")[-255:]
    item = Upload(sha256=digest, filename=name, folder=folder, size=len(data), uploaded_by=user, agency=home)
    item.file.save(name, ContentFile(data), save=False)
    item.save()
    record(user, Event(action="add_upload", target=item, agency=home, after={"sha256": digest, "size": len(data)}))
    return item


@transaction.atomic
def _failed(item: Upload, why: str) -> Upload:
    """Keep why a file was not read, unless it was read at the same time."""
    item = Upload.objects.select_for_update(no_key=True).get(pk=item.pk)
    if item.state not in READ:
        item.state, item.error = Upload.State.UNREADABLE, why
        item.save(update_fields=("state", "error"))
    return item


@transaction.atomic
def _drafted(user: User, item: Upload, document: Document, layout: Layout) -> Upload:
    """Keep what was read; the file belongs to the unit that it names, when the user may import for it."""
    item = Upload.objects.select_for_update(no_key=True).get(pk=item.pk)
    if item.state in READ:  # the same bytes came twice at once
        return item
    item.agency = named(visible_agencies(user, IMPORT), document.agency.code, document.agency.name) or item.agency
    item.media_type, item.state, item.error = layout.media_type, Upload.State.DRAFT, ""
    item.save()
    members = to_json(document)
    doubtful = doubts.found(document, layout)
    values = {
        "document": members,
        "original": members,
        "doubts": doubtful,
        "open": len(doubtful),
        "faults": sum(problem.level != "info" for problem in document.problems),
        "fingerprint": memory.fingerprint(layout),
        "layout": _storable(layout_json.to_json(dataclasses.replace(layout, embedded=None))),
        "version": 1,
    }
    Draft.objects.filter(upload=item).delete()
    Draft.objects.create(upload=item, **values)
    return item


def _storable(value: Any) -> Any:
    """JSON values as both databases keep them: no NUL, no lone surrogate."""
    if isinstance(value, dict):
        return {key: _storable(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_storable(member) for member in value]
    return value.replace("\0", "").encode("utf-8", "replace").decode() if isinstance(value, str) else value


def _locked(user: User, draft: Draft, permission: str, version: int | None = None) -> Draft:
    """The draft as it is now, held until the transaction ends, when the user may touch it and saw this version (None: any)."""
    drafts = Draft.objects.defer("layout", "original").select_related("upload__agency")
    draft = drafts.select_for_update(no_key=True, of=("self", "upload")).get(pk=draft.pk)
    if not may(user, permission, draft.upload.agency):
        raise NotAllowed(_("您的岗位不能处理“{agency}”的文件").format(agency=draft.upload.agency))
    if draft.upload.state != Upload.State.DRAFT:
        raise Refused(_("这份文件的状态是“{state}”，不能再更改").format(state=draft.upload.get_state_display()))
    if version is not None and draft.version != version:
        raise Refused(_("这份草稿刚刚被更改过，请刷新页面，看过新内容再操作"))
    return draft


def _noted(user: User, draft: Draft, changes: Sequence[tuple[str, Any, Any]]) -> None:
    """Keep pointers with their values before and after as one correction: the moment is the same."""
    now = timezone.now()
    Correction.objects.bulk_create(
        Correction(draft=draft, pointer=pointer, before=before, after=after, by=user, at=now)
        for pointer, before, after in changes
    )


def _journalled(user: User, draft: Draft, document: dict[str, Any], events: Sequence[Event]) -> Draft:
    draft.document, draft.version = document, draft.version + 1
    draft.open = len(doubts.still_open(draft))
    draft.save(update_fields=("document", "version", "open"))
    record(user, *events)
    return draft


def _about(draft: Draft, action: str, pointer: str, before: Any, after: Any) -> Event:
    values = {"before": {"pointer": pointer, "value": before}, "after": {"pointer": pointer, "value": after}}
    return Event(action=action, target=draft, agency=draft.upload.agency, **values)


def _moved(user: User, item: Upload, state: str, action: str) -> None:
    before = item.state
    item.state = state
    item.save(update_fields=("state",))
    record(user, Event(action=action, target=item, agency=item.agency, before={"state": before}, after={"state": state}))
