"""How much a reader takes before it refuses. All limits of the readers are here."""

from __future__ import annotations

MEBI = 1024 * 1024

MAX_INPUT_BYTES = 100 * MEBI
"""The largest file that is looked at."""

MAX_ENTRIES = 5_000
"""Files inside a DOCX or XLSX."""

MAX_PART_BYTES = 64 * MEBI
"""One part of a DOCX or XLSX, unpacked."""

MAX_UNPACKED_BYTES = 256 * MEBI
"""All parts of a DOCX or XLSX together, unpacked."""

MAX_RATIO = 200
"""Unpacked size to packed size of a part larger than 1 MiB."""

MAX_XML_DEPTH = 200
"""Elements nested in each other."""

MAX_ATTRIBUTES = 256
"""Attributes of one tag of a page: what looks for doubles among them compares each with each."""

MAX_COLUMNS = 256
"""Columns of one table."""

MAX_CELLS = 400_000
"""Cells of all tables of one file."""

MAX_PAGES = 3_000
"""Pages of one PDF."""

MAX_PIXELS = 100_000_000
"""Of an image, as it is unpacked."""

MAX_SCANNED_PAGES = 60
"""Pages that are recognised in one file."""

MAX_LINES = 1_500
"""Lines of text that are recognised on one page."""
