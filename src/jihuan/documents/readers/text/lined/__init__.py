"""Rows printed as one line each: which words make a cell is told by what they say and by how many there are."""
