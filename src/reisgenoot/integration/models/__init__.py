"""What is kept of civic integration beside the facts. What happened, and when, are facts of the dossier."""

from .intake import CATEGORY_OF, Intake, IntakePart, IntakeTalk
from .learnability import LearnabilityTest

__all__ = ["CATEGORY_OF", "Intake", "IntakePart", "IntakeTalk", "LearnabilityTest"]
