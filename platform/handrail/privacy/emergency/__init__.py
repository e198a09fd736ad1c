"""Emergency access ("break-glass"): two people, one part of one case, half an hour, and everybody concerned knows."""
