"""Records and screens, in the order of the cycle: a later app knows the earlier ones, never the reverse."""
