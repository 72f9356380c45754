"""Born-digital PDF: characters and ruling lines → the shared layout. Coordinates are points from the displayed page's top left."""

from jihuan.documents.readers.pdf.reading import read_layout
from jihuan.documents.readers.pdf.rendering import render_page

__all__ = ["read_layout", "render_page"]
