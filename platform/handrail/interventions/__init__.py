"""Help that is offered, referrals, and mediation beside the process (S3-2, S3-4, IVN-3)."""
