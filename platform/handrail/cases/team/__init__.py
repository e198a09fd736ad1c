"""The people of one case: who has which part, what each of them reads, since when and by whom (IVN-5)."""
