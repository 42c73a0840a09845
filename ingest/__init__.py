"""From published documents to a verified index version."""
