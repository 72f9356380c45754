"""系统: what the system administrator does: the first run, units, users. Owns no table."""
