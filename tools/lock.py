"""Resolve requirements*.in into locks with hashes and without addresses."""

from __future__ import annotations

import os
import subprocess
import sys

PAIRS = (("requirements.in", "requirements.lock"), ("requirements-dev.in", "requirements-dev.lock"))


def main(arguments: list[str]) -> int:
    """Write both locks again; `--upgrade` takes newer releases."""
    uv = os.path.join(os.path.dirname(sys.executable), "uv")
    form = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-annotate"]
    for source, lock in PAIRS:
        print(f"lock: {source} → {lock}", flush=True)
        command = [uv, "pip", "compile", "--quiet", *form, "--output-file", lock, *arguments, source]
        code = subprocess.run(command, stdout=subprocess.DEVNULL, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
