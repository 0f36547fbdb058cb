"""Base page, components, theme: no domain knowledge."""
