"""The hooks that the host collects once, when it starts. They take no arguments and return frozen data."""

from collections.abc import Sequence

import pluggy

from handrail.sdk.documents import StatutoryDocument
from handrail.sdk.guides import Guide
from handrail.sdk.interventions import InterventionType
from handrail.sdk.jurisdictions import Jurisdiction

PROJECT = "handrail"
API = 1
"""The major version of this package. A plugin's manifest names the one it was written for."""

hookspec = pluggy.HookspecMarker(PROJECT)
hookimpl = pluggy.HookimplMarker(PROJECT)


class Hooks:
    """Every hook is optional. A misspelt one is an error at start."""

    @hookspec
    def handrail_jurisdictions(self) -> Sequence[Jurisdiction]:
        """Return the jurisdictions of this plugin."""
        raise NotImplementedError

    @hookspec
    def handrail_guides(self) -> Sequence[Guide]:
        """Return the interview guides that this plugin adds."""
        raise NotImplementedError

    @hookspec
    def handrail_documents(self) -> Sequence[StatutoryDocument]:
        """Return the documents that the law of this plugin's jurisdictions asks for."""
        raise NotImplementedError

    @hookspec
    def handrail_intervention_types(self) -> Sequence[InterventionType]:
        """Return the types of intervention that this plugin adds."""
        raise NotImplementedError
