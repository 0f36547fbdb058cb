"""Provision from schools: what a municipality bought, who follows which course, and the hours that were followed."""
