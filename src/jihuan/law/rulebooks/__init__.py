"""Rulebooks: one folder a jurisdiction, texts and numbers in YAML, logic in ``national/checks``."""
