"""Is a campaign allowed: facts, dated rules, a decision with its reasons, and the file that proves it."""
