"""What is sent to whom: content-free mail that points to Handrail, preferences, quiet hours, and a delivery log.

A message is written in the transaction of the act that causes it, beside its row in the outbox; a worker delivers it.
"""
