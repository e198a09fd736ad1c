"""Who somebody is, which roles they hold, and the one place where it is decided what they may do."""
