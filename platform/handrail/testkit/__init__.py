"""What the tests of a plugin are made with. Needs pytest and hypothesis, which a running Handrail does not."""
