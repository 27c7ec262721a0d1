"""One effect for one Idempotency-Key, however often a request is sent."""

import hashlib
from functools import wraps

from django.db import OperationalError, transaction
from django.http import JsonResponse

from listings.models import ApiWrite
from profiles.models import EmployerApiKey

from .refusals import InProgress, KeyReused


def once(view):
    """For an operation that writes: its effect and its answer are stored in one transaction, or neither.

    Whoever repeats the request gets the stored answer, for a day: see `retention`. A refusal wrote nothing and so keeps nothing: its
    key is free for another try. Three statements of its own: look, insert, and the answer.
    """

    @wraps(view)
    def answered(request, *args, **kwargs):
        digest = digest_of(request)
        with transaction.atomic():
            row, is_first = claim(request.auth, kwargs["idempotency_key"], digest)
            if is_first:
                answer = view(request, *args, **kwargs)
                ApiWrite.objects.filter(pk=row.pk).update(
                    status=answer.status_code, body=answer.value
                )
                return answer
        if row.digest != digest:
            raise KeyReused
        response = JsonResponse(row.body, status=row.status)
        response["Idempotent-Replayed"] = "true"
        return response

    return answered


def claim(api_key: EmployerApiKey, key: str, digest: str) -> tuple[ApiWrite, bool]:
    """The row of an Idempotency-Key, and whether it is new.

    The unique row decides between requests of one instant: the second waits until the first has ended,
    then gets its row, or makes its own if the first was refused. Raises InProgress if that takes longer
    than the database waits for a lock.
    """
    try:
        return ApiWrite.objects.get_or_create(
            api_key=api_key, key=key, defaults={"digest": digest, "status": 0, "body": {}}
        )
    except OperationalError:
        raise InProgress from None


def digest_of(request) -> str:
    parts = [request.method.encode(), request.get_full_path().encode(), request.body]
    return hashlib.sha256(b"\n".join(parts)).hexdigest()
