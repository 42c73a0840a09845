"""One loader per form of document; each yields passages."""
