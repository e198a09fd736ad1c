"""The proxy that is shipped: what it offers of TLS, and what it lets a client say of itself."""

import re
from pathlib import Path
from typing import Final

CONF: Final = Path(__file__).parents[2] / "deploy" / "nginx" / "handrail.conf"


def directives(name: str) -> list[str]:
    """Return what each directive of this name says."""
    lines = [line for line in CONF.read_text("utf-8").splitlines() if not line.strip().startswith("#")]
    return re.findall(rf"^\s*{name}\s+([^;]+);", "\n".join(lines), re.MULTILINE)


def test_the_proxy_offers_no_tls_older_than_1_2_and_only_ciphers_that_keep_the_past_closed() -> None:
    assert directives("ssl_protocols") == ["TLSv1.2 TLSv1.3"]
    (ciphers,) = directives("ssl_ciphers")
    assert all(
        re.fullmatch(r"ECDHE-(ECDSA|RSA)-(AES\d+-GCM-SHA\d+|CHACHA20-POLY1305)", each) for each in ciphers.split(":")
    )
    assert directives("ssl_session_tickets") == ["off"]


def test_without_tls_the_proxy_does_nothing_but_lead_to_it() -> None:
    plain, secure = CONF.read_text("utf-8").split("\nserver {")[1:]
    assert "return 308 https://$host$request_uri;" in plain
    assert "proxy_pass" not in plain
    assert "listen 80" not in secure


def test_the_proxy_writes_anew_who_asks_and_logs_no_addresses() -> None:
    said = dict(line.split(maxsplit=1) for line in directives("proxy_set_header"))
    assert said["X-Forwarded-For"] == "$remote_addr"
    assert said["X-Forwarded-Proto"] == "$scheme"
    assert said["X-Forwarded-Host"] == said["Forwarded"] == '""'
    assert set(directives("access_log")) == {"off"}
    assert len(directives("access_log")) == CONF.read_text("utf-8").count("server_name")
