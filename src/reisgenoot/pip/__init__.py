"""The plan inburgering en participatie (PIP): a draft in parts, the decision, its changes and objections to it."""
