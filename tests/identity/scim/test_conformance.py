"""An unrelated program that checks SCIM servers finds nothing wrong with ours."""

from typing import Final

from scim2_client.engines.wsgi import WSGISCIMClient
from scim2_tester import Status, check_server
from tests.identity.scim.conftest import Directory

CHECKS: Final = 88
"""How many it makes of all that our schemas declare; with fewer, it was not shown everything."""


def test_the_checker_of_scim_servers_finds_no_error(directory: Directory) -> None:
    client = WSGISCIMClient(
        directory.app.wsgi_app,
        base_url="http://localhost/scim/v2",
        headers={"Authorization": f"Bearer {directory.secret}"},
    )
    results = check_server(client)
    assert [(each.title, each.reason) for each in results if each.status is not Status.SUCCESS] == []
    assert len(results) >= CHECKS
