"""Pages of the documentation that are printed from the code, so that they can't disagree.

`python -m tanggap.ops.docs` writes them; a test compares.
"""

from collections.abc import Iterable, Iterator
from pathlib import Path

from django.utils.translation import override

from tanggap.reports import labels
from tanggap.reports.clocks.kinds import RULES as CLOCK_RULES
from tanggap.reports.rules import RULE_SENTENCES, Rule, Transition
from tanggap.reports.transitions import KEEPING, MOVING
from tanggap.reports.vocabulary import OWNER, AssignmentState, Outcome, Privacy, State, Visibility

ROOT = Path(__file__).parents[2]
WORKFLOW = ROOT / "docs" / "workflow.md"

HEAD = """\
# The life of a report

<!-- Printed from tanggap/reports by `python -m tanggap.ops.docs`. Edit the table there. -->

Four things change at four speeds. They live in four places and are never mixed.

| what | where | values |
|---|---|---|
| **state** of the report | `Report.state` | the nine below |
| **holder**: who must act | `Assignment` rows | {assignments} |
| **visibility** | `Report.visibility` | {visibilities} |
| **delivery** of a message | `Delivery` rows | queued, sent, failed, bounced |

Overdue is computed, not a state. A duplicate is a pointer (`merged_into`): its state freezes and
its clocks stop; its reporter keeps tracking, rating and reopening through the report it was
merged into. Koordinasi and Disposisi are ways a report came to its holder: the label of a
waiting report and a line of its story. Diarsipkan is the label and the filter of a declined report
that held nothing to act on, or whose question nobody answered: put away, not refused. The
dispatcher's desk is an agency too, so every waiting report has a holder.
"""

MOVING_HEAD = """\
## Verbs that move the state

"Who" lists the parts of which one is enough. "Refused when" lists what can still forbid the verb
to somebody who plays the part; the names are those of `Code`, which screens and the API translate.
"""

KEEPING_HEAD = """\
## Verbs that keep the state
"""

CLOCK_HEAD = """\
## Clocks

A clock is a pure function of the events and of dated policies and calendar. Which events start
and stop each clock is in `tanggap/reports/clocks/kinds.py`; how long it runs is data of the pack.
The explanation on the screen is the computation itself: the start and every line's time add up
to the due time. `summary` gives the few times that lists sort by; they are cached in the report.

A pause moves hours and days by its length, and working days by the working days in it. Granted
extensions are added. Where the report came from a peer, the earlier due time binds and the
explanation names both. Of several policies the most precise one speaks (category before kind
before class), valid on the day the clock started.
"""


def workflow_markdown() -> str:
    """Return the page about states, verbs and clocks."""
    with override("id"):
        return "\n".join(_workflow()).rstrip() + "\n"


def write() -> None:
    """Write every printed page."""
    WORKFLOW.write_text(workflow_markdown())


def _workflow() -> Iterator[str]:
    yield HEAD.format(assignments=", ".join(AssignmentState), visibilities=", ".join(Visibility))
    yield "## States\n"
    yield from _table(("state", "label (colour)", "whose turn", "in words"), _states())
    yield "\n```mermaid"
    yield from _diagram()
    yield "```\n"
    yield MOVING_HEAD
    yield from _table(VERB_HEAD, map(_verb, MOVING))
    yield "\nWhere it depends on the report:\n"
    yield from (f"- *{rule.value}*: {RULE_SENTENCES[rule]}" for rule in Rule)
    yield "\n" + KEEPING_HEAD
    yield from _table(VERB_HEAD, map(_verb, KEEPING))
    yield "\n## Outcomes and degrees of privacy\n"
    yield from _table(("outcome", "label", "in words"), _words(Outcome, labels.OUTCOMES))
    yield ""
    yield from _table(("privacy", "label", "in words"), _words(Privacy, labels.PRIVACY))
    yield "\n" + CLOCK_HEAD
    yield from _table(("clock", "pauses for", "can be extended"), _clocks())


VERB_HEAD = ("verb", "from", "to", "who", "needs", "refused when")


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    names = list(head)
    yield _line(names)
    yield _line("---" for _ in names)
    yield from map(_line, rows)


def _line(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _states() -> Iterator[tuple[str, ...]]:
    for state in State:
        label = labels.state_label(state)
        words = f"{label.word} ({label.color})"
        yield f"`{state}`", words, str(OWNER[state]), str(labels.STATE_SENTENCES[state])


def _verb(row: Transition) -> tuple[str, ...]:
    return (
        f"`{row.verb}`",
        _sources(row),
        f"*{row.target}*" if isinstance(row.target, Rule) else str(row.target),
        ", ".join(sorted(row.who)),
        ", ".join(row.needs),
        ", ".join(row.guards),
    )


def _sources(row: Transition) -> str:
    if row.sources >= set(State):
        return "any"
    if None in row.sources:
        return "(new)"
    return ", ".join(state for state in State if state in row.sources)


def _words(values: Iterable[str], words: object) -> Iterator[tuple[str, ...]]:
    assert isinstance(words, dict)
    for value in values:
        yield f"`{value}`", str(words[value].name), str(words[value].sentence)


def _clocks() -> Iterator[tuple[str, ...]]:
    for clock, rule in CLOCK_RULES.items():
        pauses = ", ".join(sorted(rule.pauses)) or "nothing, ever"
        yield f"`{clock}`", pauses, "yes" if rule.is_extendable else ""


def _diagram() -> Iterator[str]:
    yield "stateDiagram-v2"
    for source, end, verbs in _arrows():
        yield f"    {source} --> {end}: {', '.join(verbs)}"


def _arrows() -> Iterator[tuple[str, str, list[str]]]:
    """Every pair of different states with its verbs, in the order of the states."""
    found: dict[tuple[str, str], list[str]] = {}
    for row in MOVING:
        for source, end in row.ends():
            pair = (source or "[*]", str(end))
            if source is not end and row.verb not in found.setdefault(pair, []):
                found[pair].append(row.verb)
    order = ["[*]", *State]
    for pair in sorted(found, key=lambda pair: (order.index(pair[0]), order.index(pair[1]))):
        yield *pair, found[pair]


if __name__ == "__main__":
    import django

    django.setup()
    write()
