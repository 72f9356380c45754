"""The first page and the to-do; owns no table."""
