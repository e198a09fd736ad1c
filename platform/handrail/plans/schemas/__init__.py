"""What comes in and goes out: one schema for page and API, with label, hint and compartment of each field."""
