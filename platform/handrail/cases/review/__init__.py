"""Letters of the process that somebody else reads before they go out, where the framework says so."""
