"""What ``jihuan demo`` says: what was read, and who can sign in."""

from __future__ import annotations
