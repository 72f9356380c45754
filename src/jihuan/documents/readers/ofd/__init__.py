"""OFD (GB/T 33190), the fixed page format of Chinese administration → the shared layout, by the grids and paragraphs of the PDF reader."""

from jihuan.documents.readers.ofd.reading import Placed, read_layout

__all__ = ["Placed", "read_layout"]
