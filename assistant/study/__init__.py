"""Questions to test oneself with, made from the cards and the law that an answer stands on."""
