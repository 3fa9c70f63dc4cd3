"""`tanggap` and `python -m tanggap`."""

import sys

from tanggap.ops import cli


def main() -> int:
    """Run the command line; the answer is the exit status."""
    return cli.main(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
