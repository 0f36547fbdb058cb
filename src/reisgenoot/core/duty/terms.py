"""The statutory terms of somebody's civic integration, in their plan."""

from __future__ import annotations

from reisgenoot.core.trajectory import Plan, PlannedTask

RUNS = ("under", "partly_exempt", "partly_released", "interrupted")
"""Standings in which terms run."""
KIND = "integration"


def terms_of(plan: Plan) -> list[PlannedTask]:
    """The tasks of civic integration whose term rests on law and has begun; those that were done too."""
    return [task for task in plan.tasks if task.kind == KIND and task.base and task.ground]


def confirmed(task: PlannedTask) -> bool:
    """Whether the ground of a term, and of all that made it longer, was read."""
    used = {step.key for step in task.steps}
    grounds = [task.ground, *(it.ground for it in task.longer if it.id in used)]
    return all(ground is not None and ground.confirmed for ground in grounds)
