"""The front door: a few answers in, the next step out. Nothing that somebody answers is written anywhere."""

from .rules import KEY, KeptRule, area_choices, kept_rules, put_rule, remove_rule, service_named
from .stepping import next_step
from .views import Group, HubStep, NextStep, Suggestion

__all__ = [
    "KEY", "Group", "HubStep", "KeptRule", "NextStep", "Suggestion", "area_choices", "kept_rules", "next_step", "put_rule",
    "remove_rule", "service_named",
]  # fmt: skip
