"""Mail to read in the browser: for local development, where no mail server is."""

from django.conf import settings
from django.http import Http404
from django.views.generic import DetailView, ListView

from profiles.models import Outbox


class LocalMailMixin:
    model = Outbox

    def dispatch(self, request, *args, **kwargs):
        # Not routed in production, and refused here all the same: these are other people's letters.
        if not settings.MAIL_READABLE_IN_BROWSER:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class LocalMailListView(LocalMailMixin, ListView):
    template_name = "profiles/local_mail_list.html"
    paginate_by = 20


class LocalMailDetailView(LocalMailMixin, DetailView):
    template_name = "profiles/local_mail_detail.html"
