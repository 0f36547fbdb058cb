"""The API of dossiers: the same queries and actions as the pages, told in JSON."""

from . import dossier, facts, lists, papers, plan

ROUTERS = (lists.router, dossier.router, plan.router, facts.router, papers.router)
