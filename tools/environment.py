"""Set up .venv from the lock, once for each state of the lock.

Runs under the system's Python, before anything is installed: standard library only, and old
enough in its syntax to tell an old Python what is wrong.

    python3 -m tools.environment run   what the site needs
    python3 -m tools.environment dev   and what tests and checks need
"""

import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

from tools import debian

PROJECT = Path(__file__).resolve().parent.parent
VENV = PROJECT / ".venv"
LOCKS = {"run": "requirements.lock", "dev": "requirements-dev.lock"}
OLDEST = (3, 11)


def main(kind: str) -> int:
    """Make the environment hold the locked packages of one kind; 0 when it does."""
    if sys.version_info[:2] < OLDEST:
        return _too_old()
    wanted = _state(kind)
    if _stamp("dev") == _state("dev") or _stamp(kind) == wanted:
        return 0
    lock = PROJECT / LOCKS[kind]
    print(f"environment: installing {_packages(lock)} packages from {lock.name} into .venv", flush=True)
    if not _created() or subprocess.run(_installer(lock), cwd=PROJECT, check=False).returncode:
        print("environment: the packages could not be installed; see above. Mend it and run again.")
        return 1
    for other in LOCKS:
        _stamp_file(other).unlink(missing_ok=True)
    _stamp_file(kind).write_text(wanted, encoding="utf-8")
    return 0


def _too_old() -> int:
    found = ".".join(map(str, sys.version_info[:3]))
    print(f"Python 3.11 or newer is needed; {sys.executable} is {found}.")
    print("Install one (Debian 12: apt install python3 python3-venv) or name it: make PYTHON=python3.12 ...")
    return 1


def _state(kind: str) -> str:
    """What the environment was made from: the lock, and the Python that runs it."""
    lock = (PROJECT / LOCKS[kind]).read_bytes()
    return f"{hashlib.sha256(lock).hexdigest()} {sys.version_info[0]}.{sys.version_info[1]}"


def _stamp_file(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def _stamp(kind: str) -> str:
    try:
        return _stamp_file(kind).read_text(encoding="utf-8")
    except OSError:
        return ""


def _packages(lock: Path) -> int:
    return sum("==" in line for line in lock.read_text(encoding="utf-8").splitlines())


def _created() -> bool:
    """A usable .venv: kept when its Python runs and is the same release, made afresh otherwise."""
    python = VENV / "bin" / "python"
    asks = "import sys; print('%d.%d' % sys.version_info[:2])"
    if python.exists():
        seen = subprocess.run([str(python), "-c", asks], capture_output=True, text=True, check=False)
        if seen.stdout.strip() == f"{sys.version_info[0]}.{sys.version_info[1]}":
            return True
        shutil.rmtree(VENV)
    if shutil.which("uv"):
        return not subprocess.run(
            ["uv", "venv", "--quiet", "--python", sys.executable, str(VENV)], check=False
        ).returncode
    if importlib.util.find_spec("ensurepip") is None:
        # Debian leaves ensurepip out of python3 and ships it as python3-venv.
        debian.install("python3-venv")
    return not subprocess.run([sys.executable, "-m", "venv", str(VENV)], check=False).returncode


def _installer(lock: Path) -> "list[str]":
    python = str(VENV / "bin" / "python")
    if shutil.which("uv"):
        return ["uv", "pip", "install", "--python", python, "--require-hashes", "-r", str(lock)]
    progress = "on" if sys.stdout.isatty() else "off"
    return [
        python,
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        "--no-input",
        "--progress-bar",
        progress,
        "--require-hashes",
        "-r",
        str(lock),
    ]


if __name__ == "__main__":
    os.environ.setdefault("PYTHONUNBUFFERED", "1")
    sys.exit(main(sys.argv[1]))
