"""Looking through a file and writing it anew; runs in a process of its own, which knows nothing of the database."""
