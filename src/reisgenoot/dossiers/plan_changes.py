"""What recording something would change: the difference between two plans of one dossier. Pure."""

from dataclasses import dataclass
from datetime import date

from reisgenoot.core.trajectory import Plan, PlannedTask


@dataclass(frozen=True)
class MovedTask:
    """A task whose due date changes."""

    task: PlannedTask
    due_before: date | None


@dataclass(frozen=True)
class PlanChanges:
    """From one plan to another: phase ids, tasks that come, get done, fall away or move."""

    phase_before: str | None
    phase_after: str | None
    come: tuple[PlannedTask, ...]
    done: tuple[PlannedTask, ...]
    gone: tuple[PlannedTask, ...]
    moved: tuple[MovedTask, ...]

    @property
    def nothing(self) -> bool:
        """Whether the plan stays as it is."""
        return self.phase_before == self.phase_after and not (
            self.come or self.done or self.gone or self.moved
        )


def changes(before: Plan, after: Plan) -> PlanChanges:
    """What is different in ``after``. Tasks that were done before and stay so are not mentioned."""
    old = {task.id: task for task in before.tasks}
    new = {task.id: task for task in after.tasks}
    both = [(old[key], task) for key, task in new.items() if key in old]
    return PlanChanges(
        phase_before=before.phase,
        phase_after=after.phase,
        come=tuple(task for key, task in new.items() if key not in old and task.state != "done"),
        done=tuple(task for was, task in both if task.state == "done" and was.state != "done"),
        gone=tuple(task for key, task in old.items() if key not in new),
        moved=tuple(
            MovedTask(task, was.due) for was, task in both if task.state != "done" and was.due != task.due
        ),
    )
