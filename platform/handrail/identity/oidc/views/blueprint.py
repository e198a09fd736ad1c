"""The blueprint that these pages share."""

from flask import Blueprint

pages = Blueprint("identity_oidc", __name__, template_folder="../templates")
