"""Who may see what and why, who looked, and what was given to whom."""
