"""Provisioning from a directory (SCIM 2.0, RFC 7643 and 7644): its people and groups become people with roles."""
