"""Ontario: reports to the WSIB, co-operation, re-employment, and sick leave."""
