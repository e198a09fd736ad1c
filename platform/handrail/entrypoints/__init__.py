"""Where the slices are wired into processes: application, worker, relay, supervisor, commands."""
