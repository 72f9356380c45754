"""Files coming in: upload, draft beside its source, correction, confirmation."""
