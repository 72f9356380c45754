"""Tables that a page gave out column by column."""
