"""What the law says and how it is applied: dated rulebooks, the engine that checks documents by them, and the scores. No Django."""
