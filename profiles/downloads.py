from django.http import FileResponse, Http404

from profiles.models import Resume


def resume_response(resume: Resume, *, to_owner: bool = False) -> FileResponse:
    """The bytes of a résumé as a download that no browser shows or runs. The caller has checked who asks.

    Raises Http404 for what waits for the scanner, unless its owner asks; for what the scanner refused;
    and if the file is gone from the disk.
    """
    if resume.is_infected or not (to_owner or resume.is_given_out) or not resume.file:
        raise Http404
    try:
        file = resume.file.open("rb")
    except FileNotFoundError:
        raise Http404 from None
    response = FileResponse(
        file, as_attachment=True, filename=resume.original_name, content_type=resume.content_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["Cache-Control"] = "private, no-store"
    return response
