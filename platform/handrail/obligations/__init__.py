"""Facts in, obligations out: the engine, the obligations of the support process, and how corrections move them."""
