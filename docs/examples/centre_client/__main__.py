"""Run it: `CENTRE_KEY=id.secret python -m centre_client --url https://gateway --centre centre-84 --database centre.db`."""

import argparse
import logging
import os
import signal
import sys
import threading

from centre_client.agent import Agent
from centre_client.line import Line, Refused
from centre_client.store import Store


def main() -> int:
    """0: stopped, or done once; 2: the house does not let this account in."""
    reading = argparse.ArgumentParser(prog="centre_client", description=__doc__)
    reading.add_argument("--url", required=True, help="the gateway's address")
    reading.add_argument("--centre", required=True, help="the centre's code")
    reading.add_argument("--database", required=True, help="the centre's database, a file")
    reading.add_argument("--every", type=float, default=15, help="seconds between two rounds")
    reading.add_argument("--timeout", type=float, default=30, help="seconds to wait for an answer")
    reading.add_argument("--shortest-wait", type=float, default=0.5, help="seconds before the first new try")
    reading.add_argument("--longest-wait", type=float, default=60, help="seconds between two tries at most")
    reading.add_argument("--once", action="store_true", help="one round, then end")
    given = reading.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stopping = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopping.set())
    waits = {"shortest_wait_s": given.shortest_wait, "longest_wait_s": given.longest_wait}
    line = Line(given.url.rstrip("/"), os.environ["CENTRE_KEY"], stopping, given.timeout, **waits)
    store = Store(given.database)
    try:
        Agent(store, line, given.centre, stopping).run(given.every, once=given.once)
    except Refused as refused:
        logging.error("the house does not let this account in: %s", refused)
        return 2
    finally:
        store.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
