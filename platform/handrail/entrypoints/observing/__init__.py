"""What an operator sees of a running Handrail: log lines, measures, traces, readiness. Ids, codes and numbers only."""
