"""How long the demonstration year takes to load, on a fresh durable database.

The promise (122.182 reports under 40 s on two free cores) is about the reports; the drawn
photographs are timed apart. `BENCH_SCALE` chooses the size: 10 loads ten years. A busy machine
is told apart by the processor seconds printed beside the time.
"""

from __future__ import annotations

import os
import resource
import sys
import time
from datetime import UTC, datetime

from bench import _instance as shared

MOST_SECONDS = 40.0


def main() -> int:
    """Print the times; 1 when the promise is broken."""
    scale = float(os.environ.get("BENCH_SCALE", "1"))
    with shared.instance() as bench:
        bench.use()
        from tanggap.ops import demo
        from tanggap.ops.demo import pictures

        now = datetime.now(UTC)
        started = time.perf_counter()
        pictures.store(at=now, is_small=scale < 1)
        print(f"      {time.perf_counter() - started:.1f} s  drawing and keeping the photographs")
        used, started = _processor(), time.perf_counter()
        count = demo.load(at=now, scale=scale, with_photos=False)
        took = time.perf_counter() - started
        print(f"      {count} reports, {count / took:.0f} a second")
        print(f"      {_processor() - used:.1f} s  of processors, the database not counted")
    most = MOST_SECONDS * max(scale, 1.0)
    return 0 if shared.verdict("loading the year", took, most=most, unit=" s") else 1


def _processor() -> float:
    """Processor seconds of this process and its finished children."""
    usages = [resource.getrusage(w) for w in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


if __name__ == "__main__":
    sys.exit(main())
