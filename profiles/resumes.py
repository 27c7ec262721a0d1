"""Résumé files: the row and the bytes come and go together."""

from django.db import transaction

from profiles.models import Candidate, Resume

from .uploads import safe_name

RESUMES_EACH = 5


class TooManyResumes(Exception):
    """The person holds as many files as we keep."""


def store_resume(*, candidate: Candidate, file, kind: Resume.Kind) -> Resume:
    """Write the bytes under a random name, then the row; without the row the bytes go again.

    Raises TooManyResumes.
    """
    if candidate.resumes.count() >= RESUMES_EACH:
        raise TooManyResumes
    resume = Resume(
        candidate=candidate,
        original_name=safe_name(file.name, kind),
        content_type=kind,
        size=file.size,
    )
    file.seek(0)
    resume.file.save(file.name, file, save=False)
    try:
        with transaction.atomic():
            resume.save()
    except BaseException:
        resume.file.storage.delete(resume.file.name)
        raise
    return resume


@transaction.atomic
def delete_resume(resume: Resume) -> None:
    """Delete the row, and the bytes once that is certain: a row never points at a missing file."""
    storage, name = resume.file.storage, resume.file.name
    resume.delete()
    transaction.on_commit(lambda: storage.delete(name))
