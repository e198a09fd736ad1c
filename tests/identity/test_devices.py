"""Somebody knows their own browser again in the list of their sessions."""

import pytest

from handrail.identity.devices import device_name


@pytest.mark.parametrize(
    ("introduction", "name"),
    [
        ("Mozilla/5.0 (Linux; Android 14; SM-A155F) AppleWebKit/537.36 Chrome/131.0.0.0 Mobile Safari/537.36", "Chrome, Android"),  # noqa: E501
        ("Mozilla/5.0 (Linux; Android 13) AppleWebKit/537.36 SamsungBrowser/27.0 Chrome/125.0 Mobile Safari/537.36", "Samsung Internet, Android"),  # noqa: E501
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 Version/18.1 Mobile Safari/604.1", "Safari, iPhone"),  # noqa: E501
        ("Mozilla/5.0 (iPad; CPU OS 17_0 like Mac OS X) AppleWebKit/605.1.15 CriOS/131.0 Mobile Safari/604.1", "Chrome, iPad"),  # noqa: E501
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/131.0 Safari/537.36 Edg/131.0", "Edge, Windows"),  # noqa: E501
        ("Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 Chrome/131.0 Safari/537.36", "Chrome, ChromeOS"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox, Mac"),
        ("curl/8.5", "Unknown browser"),
        (None, "Unknown browser"),
    ],
)  # fmt: skip
def test_a_browser_is_called_what_its_owner_calls_it(introduction: str | None, name: str) -> None:
    assert device_name(introduction) == name
