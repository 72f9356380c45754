"""Born-digital PDF: characters and ruling lines → the shared layout. Coordinates count from the displayed top left."""

from jihuan.documents.readers.pdf.reading import read_layout
from jihuan.documents.readers.pdf.rendering import render_page

__all__ = ["read_layout", "render_page"]
