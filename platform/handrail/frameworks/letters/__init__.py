"""The wording of letters, adapted by page: newer texts over those that a framework came with, each kept for ever."""
