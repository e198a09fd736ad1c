"""Files that people add: taken in sealed, kept in quarantine until they were looked through, given as files alone."""
