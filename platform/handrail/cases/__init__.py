"""The case: participation, contacts, the steps from the absence file to its closing."""
