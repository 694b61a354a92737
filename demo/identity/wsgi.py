"""The WSGI entry of the stand-in."""

import os

from django.core.wsgi import get_wsgi_application

os.environ["DJANGO_SETTINGS_MODULE"] = "demo.identity.settings"

application = get_wsgi_application()
