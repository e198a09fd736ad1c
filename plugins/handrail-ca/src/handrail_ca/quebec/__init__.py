"""Quebec: leave for ordinary sickness (labour standards), and the track of an employment injury."""
