"""The blueprint that these pages share."""

from flask import Blueprint

pages = Blueprint("identity_factors", __name__, template_folder="../templates")
