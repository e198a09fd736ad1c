"""An unrelated program that checks SCIM servers finds nothing wrong with ours."""

from typing import Any, Final

import pytest
from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server
from tests.identity.scim.conftest import Directory

CHECKS: Final = 88
"""How many it makes of all that our schemas declare; with fewer, it was not shown everything."""


class Tidy(WSGISCIMClient):
    """Removes nothing twice: the checker tidies up after each check whatever it ever made."""

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.gone: set[str] = set()

    def delete(self, target: Any = None, id: Any = None, *given: Any, **named: Any) -> Any:  # noqa: A002 - the library's name
        """Remove something that was not removed yet."""
        if id in self.gone:
            return None
        self.gone.add(id)
        return super().delete(target, id, *given, **named)


@pytest.mark.slow
def test_the_checker_of_scim_servers_finds_no_error(directory: Directory) -> None:
    client = Tidy(
        directory.app.wsgi_app,
        base_url="http://localhost/scim/v2",
        headers={"Authorization": f"Bearer {directory.secret}"},
    )
    results = check_server(client)
    assert [(each.title, each.reason) for each in results if each.status is not Status.SUCCESS] == []
    assert len(results) >= CHECKS
