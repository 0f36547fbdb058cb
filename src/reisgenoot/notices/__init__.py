"""Notifications: that something happened, for whom, and how they hear of it. What happened stands in the dossier."""
