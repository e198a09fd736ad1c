"""The package of everything that a worker owns here: what is in it, how it is made, and what is held back."""
