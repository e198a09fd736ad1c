"""The return-to-work plan: preparing it (S4), agreeing on it as a contract (S5), carrying it out (S6)."""
