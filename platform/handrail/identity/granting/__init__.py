"""Access for a time, with a reason, given by somebody: support, cover for a colleague, a role lent."""
