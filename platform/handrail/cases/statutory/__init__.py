"""Documents that the law asks for during an absence: written, signed, put together; beside the support process."""
