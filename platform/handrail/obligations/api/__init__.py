"""/api/v1: what is due, what if, and recording that something was done; modules register routes on `blueprint`."""

from flask_smorest import Blueprint

blueprint = Blueprint("obligations", __name__, description="What is due, by whom, by when and why.")

from handrail.obligations.api import catalogue, known, listed, released, what_if, worker  # noqa: E402, F401 - they register themselves
