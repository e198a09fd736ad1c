"""The pages of this slice; each module registers its routes on `pages`."""

from flask import Blueprint

pages = Blueprint("privacy", __name__, template_folder="../templates")
