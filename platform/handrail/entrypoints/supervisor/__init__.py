"""`handrail up`: one process that imports the stack once, forks every part, watches them and ends them in order."""
