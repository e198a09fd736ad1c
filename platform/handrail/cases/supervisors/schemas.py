"""Who is a worker's supervisor."""

from marshmallow import Schema, fields

from handrail.kit.codes import Compartment
from handrail.kit.i18n import lazy


class SupervisorWrite(Schema):
    """Who is the supervisor from now on."""

    supervisor_id = fields.UUID(
        required=True,
        metadata={
            "compartment": Compartment.ADMINISTRATIVE,
            "label": lazy("New supervisor"),
            "widget": "select",
        },
    )


class SupervisorRead(Schema):
    """Who is the supervisor."""

    supervisor_id = fields.UUID(metadata={"compartment": Compartment.ADMINISTRATIVE})
