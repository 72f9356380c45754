"""Files in and out. No Django. Readers turn a file into a Layout and a Layout into an interchange document; writers go back."""
