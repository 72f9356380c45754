"""What happened: one append-only chain of entries, each written in the transaction of its action."""
