"""The only writer of citizens' accounts."""

from tanggap.citizens.actions.accounts import (
    LastWayIn,
    Taken,
    account_of,
    add_address,
    come_in,
    come_in_by_provider,
    drop_address,
    rename,
    speak,
    unlink,
)
from tanggap.citizens.actions.belonging import NeverTied, add_report
from tanggap.citizens.actions.codes import (
    Answer,
    Fresh,
    TooOften,
    forget_codes,
    new_code,
    try_code,
)
from tanggap.citizens.actions.dossiers import drop_dossier, forget_dossiers, keep_dossier
from tanggap.citizens.actions.leaving import erase_account, erase_report

__all__ = [
    "Answer",
    "Fresh",
    "LastWayIn",
    "NeverTied",
    "Taken",
    "TooOften",
    "account_of",
    "add_address",
    "add_report",
    "come_in",
    "come_in_by_provider",
    "drop_address",
    "drop_dossier",
    "erase_account",
    "erase_report",
    "forget_codes",
    "forget_dossiers",
    "keep_dossier",
    "new_code",
    "rename",
    "speak",
    "try_code",
    "unlink",
]
