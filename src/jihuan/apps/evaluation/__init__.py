"""Self-evaluation (绩效自评): the sheet filled at the end of the year, scored by the law while it is typed."""
