"""What the law says and how it is applied: dated rulebooks, and the engine that checks documents by them. No Django."""
