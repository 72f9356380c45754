"""Rows whose cells a mark parts: bars, tabs, commas, the letters of a drawn frame."""
