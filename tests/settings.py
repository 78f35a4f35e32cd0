"""Settings for the tests: the site's own, made quick where no test looks, and stricter where a fault hides."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("YUSHU_MODE", "demonstration")
# The browser driver keeps an event loop in the test's thread; our threads never share a connection.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "1")

_folder = tempfile.TemporaryDirectory(prefix="yushu-tests-")
os.environ["YUSHU_HOME"] = _folder.name

# The environment above decides what the settings read, so they are read here and not earlier.
from yushu.config.settings import *

from tests.strict import RefusesUndefined

YUSHU_HOME = Path(_folder.name)
STATIC_ROOT.mkdir()
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
SECRET_KEY = "for-tests-only"

# Sign-in tests ask for the real hasher; the others would spend their time in it.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
MIDDLEWARE = ["tests.strict.ReadingWritesNothing", *MIDDLEWARE]

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, not memory: threads then meet each other as they do in the field.
    DATABASES["default"]["TEST"] = {"NAME": str(YUSHU_HOME / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF; PRAGMA foreign_keys=ON;"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = RefusesUndefined()
