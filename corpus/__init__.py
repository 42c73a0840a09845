"""What Recital knows: sources, passages, settings, and the index they are kept in."""
