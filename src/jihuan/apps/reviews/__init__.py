"""What the law says about the goals on record: findings at their cells, mended, waived with a reason, or open."""
