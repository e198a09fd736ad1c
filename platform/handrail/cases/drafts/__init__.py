"""What somebody is still writing: kept for them alone, for some days, until it is sent."""
