"""The pure core of plans: gates, the contract, what changed, what is in place."""
