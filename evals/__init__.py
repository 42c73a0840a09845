"""How good the answers are: reviewed cases, metrics, reports."""
