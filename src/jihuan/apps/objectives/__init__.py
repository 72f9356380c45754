"""The promise: goals of the department, of its fields of work and of its projects, with their indicators."""
