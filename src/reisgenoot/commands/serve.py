"""`reisgenoot serve`: database, migrations, demo, web server and worker as one thing that Ctrl-C stops."""

import ctypes
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser, Namespace
from collections.abc import Sequence

from reisgenoot.config.startup import StartError, set_up

HELP = "start the database, the web server and the worker; Ctrl-C stops all of it"
STOP_WITHIN = 10  # seconds that the web server and the worker get to finish what they are doing
PR_SET_PDEATHSIG = 1  # linux/prctl.h
LOOK_EVERY = 0.2  # seconds between two looks at whether they still run


def add_arguments(parser: ArgumentParser) -> None:
    """The arguments of the command."""
    parser.description = (
        "Starts PostgreSQL (unless DATABASE_URL names one), brings it up to date, and serves Reisgenoot with its\n"
        "worker for long jobs. With --demo an empty database is filled with invented households first."
    )
    parser.add_argument("--host", default="127.0.0.1", help="address to listen on (default: 127.0.0.1)")
    parser.add_argument("--port", type=int, default=8000, help="port to listen on (default: 8000)")
    parser.add_argument("--workers", type=int, default=1, help="processes that answer pages (default: 1)")
    parser.add_argument(
        "--demo", action="store_true", help="fill an empty database, and show the demo's log-ins"
    )


def run(args: Namespace) -> int:
    """Exit status 0 after Ctrl-C, 1 if it could not start or something stopped by itself."""
    signal.signal(
        signal.SIGINT, _as_ctrl_c
    )  # also where a shell started us in the background, which ignores it
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    if args.demo:
        os.environ["REISGENOOT_DEMO"] = "1"
    try:
        _port_must_be_free(args.host, args.port)
        with set_up():
            return _serve(args)
    except StartError as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 0


def _as_ctrl_c(*_: object) -> None:
    raise KeyboardInterrupt


def _port_must_be_free(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except (OSError, OverflowError) as problem:
            raise StartError(
                f"Port {port} on {host} can't be used ({getattr(problem, 'strerror', None) or problem}): "
                f"stop what uses it, or choose another with `reisgenoot serve --port {port + 1}`."
            ) from None


def _serve(args: Namespace) -> int:
    from reisgenoot.config import database

    print("Bringing the database up to date …", flush=True)
    database.migrate()
    if args.demo:
        from reisgenoot.demo import seed

        for line in seed.fill():
            print(line, flush=True)
    programs = [_web_server(args), _worker()]
    try:
        _wait_until_it_answers(args, programs)
        print(f"\nReisgenoot is at http://{args.host}:{args.port} (Ctrl-C stops it)", flush=True)
        if args.demo:
            from reisgenoot.demo import seed

            print(seed.log_ins(), flush=True)
        return _until_one_stops(programs)
    finally:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # a second Ctrl-C must not leave the database running
        _stop(programs)


def _web_server(args: Namespace) -> subprocess.Popen[bytes]:
    options = [
        "--interface",
        "wsgi",
        "--host",
        args.host,
        "--port",
        str(args.port),
        "--workers",
        str(args.workers),
    ]
    options += ["--blocking-threads", "4", "--log-level", "warning", "--no-ws"]
    return _start("granian", *options, "reisgenoot.config.wsgi:application")


def _worker() -> subprocess.Popen[bytes]:
    return _start("reisgenoot.config.worker")


def _start(module: str, *arguments: str) -> subprocess.Popen[bytes]:
    """A program in a session of its own: Ctrl-C reaches us alone, and we stop the rest in order."""
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        start_new_session=True,
        preexec_fn=_stop_when_we_are_killed,
    )


def _stop_when_we_are_killed() -> None:
    """In the program itself: ask the kernel for SIGTERM when we are gone, or it would keep the port (Linux only)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _wait_until_it_answers(args: Namespace, programs: Sequence[subprocess.Popen[bytes]]) -> None:
    while all(program.poll() is None for program in programs):
        with socket.socket() as probe:
            if probe.connect_ex((args.host, args.port)) == 0:
                return
        time.sleep(LOOK_EVERY)
    raise StartError("The web server did not start; what it said stands above.")


def _until_one_stops(programs: Sequence[subprocess.Popen[bytes]]) -> int:
    try:
        while all(program.poll() is None for program in programs):
            time.sleep(LOOK_EVERY)
    except KeyboardInterrupt:
        print("\nStopping …", flush=True)
        return 0
    print("A part of Reisgenoot stopped by itself; what it said stands above.", file=sys.stderr)
    return 1


def _stop(programs: Sequence[subprocess.Popen[bytes]]) -> None:
    for program in programs:
        program.terminate()
    for program in programs:
        try:
            program.wait(STOP_WITHIN)
        except subprocess.TimeoutExpired:
            program.kill()
            program.wait()
