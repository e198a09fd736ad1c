"""Victoria: the claim, planning the return to work, and the 52 weeks of the employment obligation."""
