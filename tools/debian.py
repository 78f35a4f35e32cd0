"""System packages, where this machine lets us install them."""

import os
import shutil
import subprocess


def install(*packages: str) -> bool:
    """Install Debian packages when apt is here and we may use it; say so either way."""
    names = " ".join(packages)
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        print(
            f"system: {names} is missing and cannot be installed from here; apt install {names}", flush=True
        )
        return False
    print(f"system: installing {names}", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    update = ["apt-get", "-qq", "update"]
    add = ["apt-get", "-qq", "-y", "--no-install-recommends", "-o", "Dpkg::Use-Pty=0", "install", *packages]
    for command in (update, add):
        if subprocess.run(command, env=quiet, stdin=subprocess.DEVNULL, check=False).returncode:
            print(f"system: {names} could not be installed", flush=True)
            return False
    return True
