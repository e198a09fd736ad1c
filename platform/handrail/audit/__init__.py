"""The timeline of every subject as a hash chain, the read log, and their verification."""
