"""Where: region, departments and units as one tree, and who sees which part of it."""
