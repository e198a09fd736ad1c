"""From rehabilitation to prevention: what many cases teach, without anybody's story (OAP)."""
