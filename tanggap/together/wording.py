"""What a letter says: put together just before it is sent, many with the same two statements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from tanggap.messaging.models import Message
from tanggap.publication import labels
from tanggap.together import texts
from tanggap.together.models import Subscription
from tanggap.together.texts import Item

KIND, TOPIC = "news", "letters"  # the messages' template; the marks by which they are sent
MOST_ITEMS = 30

# What a neighbour hears of: there is a new one, or one came to its end.
NEAR = ("open", "publish", "validate", "answer", "peer_answer", "decline", "refer")
# What a follower hears of.
STEPS = (
    *("accept", "coordinate", "dispose", "resolve", "validate", "reject_followup", "answer"),
    *("reopen", "close", "schedule", "progress", "decline", "refer", "note", "comment", "merge"),
    *("peer_answer", "overturn", "hold", "withdraw"),
)
# Around which areas a news's own one `a` lies: `b` is the one around it.
AROUND = """LEFT JOIN places_area a ON a.id = n.area_id
    LEFT JOIN places_area b ON b.id = a.parent_id"""
# The news of each letter `l` for its subscription `s`: three questions, each by its own index, for
# one that has piled up for weeks is a hundred thousand long. The rows' pairs, and `+ 0`, keep the
# planner from reading all of that by its numbers, which it takes for few.
_ITEMS = """
    SELECT l.id, p.number, p.title, p.state, p.came_by, p.is_scheduled,
        array_agg(heard.verb ORDER BY heard.id)
    FROM unnest(%(ids)s::bigint[], %(whose)s::bigint[], %(firsts)s::bigint[], %(lasts)s::bigint[])
        AS l(id, subscription_id, first, last)
    JOIN together_subscription s ON s.id = l.subscription_id
    CROSS JOIN LATERAL (
        SELECT n.id, n.report_id, n.verb FROM together_news n
        WHERE n.report_id = s.report_id AND n.verb = ANY(%(steps)s) AND n.at > s.confirmed_at
            AND n.id + 0 > l.first AND n.id + 0 <= l.last
        UNION ALL
        SELECT n.id, n.report_id, n.verb FROM together_news n
        WHERE n.category_id = s.category_id AND n.verb = ANY(%(near)s) AND n.at > s.confirmed_at
            AND n.id > l.first AND n.id <= l.last
        UNION ALL
        SELECT n.id, n.report_id, n.verb FROM places_area a
        LEFT JOIN places_area b ON b.id = a.parent_id
        JOIN together_news n
            ON (n.area_id, n.id) > (a.id, l.first) AND (n.area_id, n.id) <= (a.id, l.last)
        WHERE s.area_id IN (a.id, a.parent_id, b.parent_id)
            AND n.verb = ANY(%(near)s) AND n.at > s.confirmed_at
    ) heard
    JOIN publication_publicreport p ON p.id = heard.report_id
    GROUP BY l.id, p.id ORDER BY l.id, min(heard.id)
"""


def verbs() -> dict[str, list[str]]:
    """As the statements take them."""
    return {"steps": list(STEPS), "near": list(NEAR)}


@dataclass(frozen=True, slots=True)
class News:
    """One letter, as the ways ask for it. `items` is never empty."""

    message: Message
    subscription: Subscription
    items: Sequence[Item]

    def mail(self) -> tuple[str, str]:
        more = max(0, len(self.items) - MOST_ITEMS)
        return texts.letter(self.subscription, self.items[:MOST_ITEMS], more=more)

    def short(self) -> tuple[str, str]:
        said = texts.push(self.subscription, self.items)
        return f"{said['title']}. {said['body']}", f" {texts.end_url(self.subscription)}"

    def screen(self) -> dict[str, Any]:
        return texts.push(self.subscription, self.items) | {"tag": f"m{self.message.pk}"}

    def thread(self) -> str:
        return ""

    def headers(self) -> Mapping[str, str]:
        """By which a mail program ends it with one tap (RFC 8058)."""
        return {
            "List-Unsubscribe": f"<{texts.end_url(self.subscription)}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }


def of(messages: Sequence[Message]) -> dict[int, News]:
    """What these letters say; those whose reports were hidden since, or that were ended, nothing.

    Two statements.
    """
    rows = Subscription.objects.select_related("report", "area", "category")
    subscriptions = rows.in_bulk([message.data["subscription"] for message in messages])
    items = _items(messages)
    return {
        message.pk: News(message, subscription, items[message.pk])
        for message in messages
        if (subscription := subscriptions.get(message.data["subscription"]))
        if message.pk in items
    }


def _items(messages: Sequence[Message]) -> dict[int, list[Item]]:
    columns = {
        "ids": [message.pk for message in messages],
        "whose": [message.data["subscription"] for message in messages],
        "firsts": [message.data["first"] for message in messages],
        "lasts": [message.data["last"] for message in messages],
    }
    found: dict[int, list[Item]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_ITEMS, columns | verbs())
        for pk, number, title, state, came_by, is_scheduled, done in cursor.fetchall():
            told = tuple(verb for verb in done if verb in labels.SENTENCES)
            item = Item(number, title, state, came_by, is_scheduled, told)
            found.setdefault(pk, []).append(item)
    return found
