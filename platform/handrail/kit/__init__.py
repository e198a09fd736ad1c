"""What every slice stands on and that knows nothing of the domain."""
