"""Lectures: lists of questions, what is put on the projector step by step, and the hand-out."""
