"""Sheets whose cells stand on lines of their own, or go on over several, one after the other."""
