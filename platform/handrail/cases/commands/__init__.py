"""One function per act on a case; each decides, checks, and writes state, timeline, facts and outbox together."""

from handrail.cases.commands.forwarding import forward_file, open_due_cases
from handrail.cases.commands.participation import decide_participation, withdraw
from handrail.cases.commands.parts import reassign_coordinator

__all__ = ["decide_participation", "forward_file", "open_due_cases", "reassign_coordinator", "withdraw"]
