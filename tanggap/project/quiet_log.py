"""What a log line may not say: a path that opens a report, an account or a work order by itself."""

from __future__ import annotations

import logging
import re

# Follow-up codes, links that set a password, links of crews, a gateway's receipts: whoever reads
# the log has no business with any of them.
_SECRET = re.compile(r"(/(?:lacak|undangan|kerja|sms/kabar)/)[^\s?\"']+")


class NoSecretPaths(logging.Filter):
    """Cuts such a path off after its first word; the line itself stays."""

    def filter(self, record: logging.LogRecord) -> bool:
        said = record.getMessage()
        masked = _SECRET.sub(r"\1...", said)
        if masked != said:
            record.msg, record.args = masked, ()
        return True
