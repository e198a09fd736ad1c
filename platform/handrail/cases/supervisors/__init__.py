"""The edges of one act: a worker gets another supervisor (S3-4)."""
