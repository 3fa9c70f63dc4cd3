"""The words of the score card. Values are stored and stand in packs; never rename."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """Which reports a row of figures counts.

    The official figures count every report; the open ones leave out what only case workers may
    know of, for people who could find it out by subtracting the list from the number.
    """

    OWN = "own"  # of the office itself
    WHOLE = "whole"  # with the offices below it
    OWN_OPEN = "own_open"
    WHOLE_OPEN = "whole_open"


class Figure(StrEnum):
    """The figures of one office and one month."""

    RECEIVED = "received"
    FOLLOWED_UP = "followed_up"
    ON_TIME = "on_time"
    ON_TIME_SHARE = "on_time_share"
    LATE = "late"
    WITHIN_LIMIT = "within_limit"
    HOURS_MEAN = "hours_mean"
    HOURS_MEDIAN = "hours_median"
    STARS_MEAN = "stars_mean"
    STARS_COUNT = "stars_count"
    REJECTED = "rejected"
    REOPENED = "reopened"
    RETURNED = "returned"
    PASSED_ON = "passed_on"
    HIDDEN = "hidden"


class Remedy(StrEnum):
    """What a decision does about an objection."""

    NONE = "none"  # rejected: the card stays
    LEAVE_OUT = "leave_out"  # the named reports no longer count in this figure
    ON_TIME = "on_time"  # the named reports were not late
    RECOUNT = "recount"  # the whole card is counted anew from the events


class Decider(StrEnum):
    """Roles that a pack may let decide objections: those that see every card."""

    OPERATOR = "operator"
    LEADER = "leader"
    VALIDATOR = "validator"
