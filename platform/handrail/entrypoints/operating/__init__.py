"""The operator's view of work in the background: ids, times and kinds of errors, nothing of anybody's case (PRI-4)."""
