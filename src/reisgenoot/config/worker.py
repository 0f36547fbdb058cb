"""The worker: does long jobs, such as imports, from the queue in PostgreSQL. Any number may run, on any machine."""

import os

import django


def main() -> None:
    """Work until SIGTERM or Ctrl-C."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "reisgenoot.config.settings")
    django.setup()
    from procrastinate.contrib.django import app

    connector = app.connector.get_worker_connector()  # type: ignore[attr-defined]  # of the Django connector
    with app.replace_connector(connector) as working:
        working.run_worker(concurrency=1, delete_jobs="successful")


if __name__ == "__main__":
    main()
