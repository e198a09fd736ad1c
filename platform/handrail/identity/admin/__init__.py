"""Administration: people and their roles, what they are signed in with, and the register of acts."""
