"""The worker: does long jobs, such as imports, from the queue in PostgreSQL. Any number may run, on any machine."""

import logging
import os
import time

import django

AGAIN = 3
"""Seconds after which a worker that lost the database looks for it again: one restarts within that."""


def main() -> None:
    """Work until SIGTERM or Ctrl-C. A database that restarts is waited for: nobody has to start the worker again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    django.setup()
    from procrastinate.exceptions import ConnectorException

    while True:
        try:
            return _work()
        except ConnectorException:
            logging.getLogger(__name__).warning("The database can't be reached; trying again.")
            time.sleep(AGAIN)


def _work() -> None:
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # of the Django connector
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=1, delete_jobs="successful")


if __name__ == "__main__":
    main()
