"""Civic integration: who is under the duty, its terms, the broad intake and the learnability test."""
