"""What is served: SCIM for directories, and the pages on which an administrator sees to them."""

from flask import Blueprint

from handrail.identity.scim.administration import administration
from handrail.identity.scim.protocol import protocol

pages = Blueprint("identity_scim", __name__, template_folder="templates")
pages.register_blueprint(administration)
pages.register_blueprint(protocol)
