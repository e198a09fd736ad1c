"""New South Wales: injury management from the notice of an injury to the end of protection."""
