"""Pages whose columns are kept by spaces: every word stands where it was printed."""
