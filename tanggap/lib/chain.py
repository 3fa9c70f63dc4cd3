"""What chains of hashes are made of: a beginning, and one spelling for each value."""

import json
from collections.abc import Mapping
from typing import Any

HASH_BYTES = 32
GENESIS = bytes(HASH_BYTES)  # what stands before the first link


def canonical_json(value: Mapping[str, Any] | None) -> str:
    """Return one spelling per value: sorted keys, no blanks, nothing for None and {}.

    Numbers keep the spelling they get back from the database's jsonb: whole ones without a
    point. NaN has no place in JSON and raises ValueError.
    """
    if not value:
        return ""
    return json.dumps(
        _settled(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )


def _settled(value: Any) -> Any:
    """Make 2.0 and 2 one number, as JSON readers do."""
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if isinstance(value, Mapping):
        return {str(key): _settled(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_settled(item) for item in value]
    return value
