"""What a web server calls. It refuses to start an installation that is not fit for real data."""

import os

from django.core.wsgi import get_wsgi_application

from yushu.config import fitness

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yushu.config.settings")

application = get_wsgi_application()
fitness.insist()
