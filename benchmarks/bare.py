"""A Django site of one view without middleware, that answers with the bytes of a file: `BARE_BYTES`."""

import os
from pathlib import Path

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpResponse
from django.urls import re_path

BYTES = Path(os.environ["BARE_BYTES"]).read_bytes()


def page(request):
    return HttpResponse(BYTES)


urlpatterns = [re_path("", page)]

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1"], ROOT_URLCONF=__name__, SECRET_KEY="-" * 50, MIDDLEWARE=[]
)
application = get_wsgi_application()
