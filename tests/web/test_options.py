"""The options of a long select are written at once, escaped, with the chosen one marked."""

from __future__ import annotations

from tanggap.web.templatetags.ui import options


def test_the_chosen_one_is_marked_and_words_are_escaped() -> None:
    html = options([("a", "Satu"), ("b", "<i>Dua</i>")], "b")
    assert html == (
        '<option value="a">Satu</option><option value="b" selected>&lt;i&gt;Dua&lt;/i&gt;</option>'
    )
