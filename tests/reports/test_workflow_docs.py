"""The page about the workflow is the one that the table prints."""

import re

from tanggap.ops import docs
from tanggap.reports.rules import RULE_SENTENCES, Rule
from tanggap.reports.vocabulary import State, Verb
from tanggap.reports.workflow import pairs


def test_page_is_in_step() -> None:
    assert docs.WORKFLOW.read_text() == docs.workflow_markdown(), (
        "print it again: python -m tanggap.ops.docs"
    )


def test_page_names_every_state_and_verb() -> None:
    page = docs.workflow_markdown()
    assert all(f"`{word}`" in page for word in [*State, *Verb])
    assert set(RULE_SENTENCES) == set(Rule)


def test_diagram_draws_every_change_of_state() -> None:
    drawn = set(re.findall(r"^    (\S+) --> (\w+):", docs.workflow_markdown(), re.MULTILINE))
    changes = {(a or "[*]", b) for a, b in pairs() if a is not b}
    assert drawn == {(str(a), str(b)) for a, b in changes}
