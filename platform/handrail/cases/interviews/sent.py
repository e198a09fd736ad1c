"""From what a page or a program sent to what the commands take."""

from collections.abc import Mapping
from typing import Any

from handrail.cases.commands import AgreedAction
from handrail.cases.interviews.commands import HeldInterview
from handrail.cases.interviews.rules import Stage


def held_of(body: Mapping[str, Any]) -> HeldInterview:
    """Return the interview that was sent; what is left out is empty."""
    return HeldInterview(
        channel=body["channel"],
        on=body.get("on"),
        statement_by=body.get("statement_by"),
        statement_on=body.get("statement_on"),
        answers={key: value for key, value in (body.get("answers") or {}).items() if value not in (None, "")},
        build_up=tuple(Stage(**each) for each in body.get("build_up", ())),
        agreed=tuple(AgreedAction(**each) for each in body.get("agreed", ())),
        put_off=tuple(body.get("put_off", ())),
        let_go=tuple(body.get("let_go", ())),
        next_on=body.get("next_on"),
        acts=tuple(body.get("acts", ())),
    )
