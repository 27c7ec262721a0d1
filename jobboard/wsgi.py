import os
import re

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "jobboard.settings.base")
django_application = get_wsgi_application()
_CHARSET = re.compile(r";\s*charset\s*=[^;]*", re.IGNORECASE)


def application(environ, start_response):
    """All pages speak UTF-8, and so do their forms, whatever a request claims.

    Django takes the name of any codec and reads the address by it, before a view or a middleware could
    answer: “charset=rot13” is no encoding of text, and each such request would be an error of ours.
    """
    if stated := environ.get("CONTENT_TYPE"):
        environ = environ | {"CONTENT_TYPE": _CHARSET.sub("", stated)}
    return django_application(environ, start_response)
