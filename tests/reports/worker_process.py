"""A real worker with all jobs, for tests that kill it. Started as a program."""

from handrail.entrypoints import worker

if __name__ == "__main__":
    worker.run()
