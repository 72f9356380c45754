"""Born-digital PDF: characters and ruling lines → the shared layout. Coordinates count from the displayed top left."""

from jihuan.documents.readers.pdf.pages import PageContent
from jihuan.documents.readers.pdf.reading import layout_of_pages, read_layout
from jihuan.documents.readers.pdf.rendering import render_page

__all__ = ["PageContent", "layout_of_pages", "read_layout", "render_page"]
