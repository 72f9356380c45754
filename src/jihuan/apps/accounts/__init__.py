"""Who: users, and what each may do in which part of the tree."""
