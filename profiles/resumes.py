"""Résumé files: storing, scanning, reading and deleting them. A worker scans and reads."""

import logging
import time
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.db import IntegrityError, transaction
from django.utils import timezone

from profiles.models import Candidate, Resume
from profiles.models.resumes import FOLDER, RESUMES_EACH, private_storage

from .extraction import Stalled, extract
from .scanning import ScannerFailed, configured_scanner
from .uploads import safe_name

logger = logging.getLogger(__name__)

READING_ATTEMPTS = 3
READING_WAITS = [timedelta(minutes=1), timedelta(minutes=5)]
# Short at the end: when the scanner is back, nobody should wait for long.
SCANNER_WAITS = [timedelta(seconds=30), timedelta(minutes=2), timedelta(minutes=5)]
BUSY_SECONDS = 2  # then it is the turn of the worker's other duties
ORPHAN_AGE = timedelta(hours=24)


class TooManyResumes(Exception):
    """The person holds as many files as we keep."""


class ResumeNotStored(Exception):
    """The file could not be written. Nothing of it is kept."""


def store_resume(*, candidate: Candidate, file, kind: Resume.Kind) -> Resume:
    """Keep a person's file. Raises TooManyResumes, ResumeNotStored; then nothing of it is kept."""
    return _store(Resume(candidate=candidate, slot=_free_slot(candidate)), file, kind)


def store_guest_resume(*, file, kind: Resume.Kind, kept: timedelta) -> Resume:
    """Keep a file of somebody without an account for a time. Raises ResumeNotStored."""
    return _store(Resume(expires_at=timezone.now() + kept), file, kind)


def _store(resume: Resume, file, kind: Resume.Kind) -> Resume:
    """Write the file under a random name, then the row. If the row fails, the file is deleted."""
    resume.original_name = safe_name(file.name, kind)
    resume.content_type = kind
    resume.size = file.size
    if configured_scanner() is None:
        resume.scan = Resume.Scan.NOT_SCANNED
    file.seek(0)
    try:
        resume.file.save(file.name, file, save=False)
    except OSError as error:
        # What was written of it has no row, and goes with the orphans.
        logger.error("A résumé could not be written: %s", error)
        raise ResumeNotStored from error
    try:
        _save(resume)
    except BaseException:
        resume.file.storage.delete(resume.file.name)
        raise
    return resume


def _free_slot(candidate: Candidate) -> int:
    """The lowest free slot. Files of guest applications have no slot but count. One query.

    Raises TooManyResumes.
    """
    taken = list(candidate.resumes.values_list("slot", flat=True))
    if len(taken) >= RESUMES_EACH:
        raise TooManyResumes
    return min(set(range(1, RESUMES_EACH + 1)) - set(taken))


def _save(resume: Resume) -> None:
    """Write the row. Of parallel uploads that saw the same slot free, one gets it; the others look again."""
    for _slot in range(RESUMES_EACH):
        try:
            with transaction.atomic():
                resume.save()
            return
        except IntegrityError as error:
            if resume.slot is None:
                raise
            refusal = error
        # Also after the last refusal: as a rule that look finds nothing free, and says so.
        resume.slot = _free_slot(resume.candidate)
    raise refusal


@transaction.atomic
def delete_resume(resume: Resume) -> None:
    """Delete the row, and the file after commit: a row never points at a missing file."""
    name = resume.file.name
    resume.delete()
    _delete_bytes(name)


def _delete_bytes(name: str) -> None:
    if name:
        transaction.on_commit(lambda: private_storage().delete(name))


def process_due() -> int:
    """Scan and read waiting files, for BUSY_SECONDS at most. Returns how many files were worked on.

    One query if nothing waits; for each file four statements.
    """
    done, started = 0, time.monotonic()
    while time.monotonic() - started < BUSY_SECONDS:
        resume = Resume.objects.claim()
        if resume is None:
            break
        if resume.scan == Resume.Scan.WAITING and not _scan(resume):
            break
        if resume.is_given_out and resume.reading == Resume.Reading.WAITING:
            _read(resume)
        done += 1
    return done


def _scan(resume: Resume) -> bool:
    """Store the scanner's verdict; False if there is none.

    Then the file is not given out and is tried again later; if the scanner failed, all waiting files are.
    """
    scanner = configured_scanner()
    try:
        if scanner is None:
            scan = Resume.Scan.NOT_SCANNED
        else:
            with resume.file.open("rb") as file:
                scan = Resume.Scan.CLEAN if scanner.is_clean(file) else Resume.Scan.INFECTED
    except ScannerFailed as error:
        later = _put_off_scan(resume, error)
        waiting = Resume.objects.filter(scan=Resume.Scan.WAITING, lease_until=None)
        waiting.filter(not_before__lt=later).update(not_before=later)
        return False
    except OSError as error:  # the file, not the scanner
        _put_off_scan(resume, error)
        return False
    if scan == Resume.Scan.INFECTED:
        _lock_away(resume)
        return True
    # Still leased; the reading counts its attempts anew.
    _mine(resume).update(scan=scan, attempts=1)
    resume.scan, resume.attempts = scan, 1
    return True


def _put_off_scan(resume: Resume, error: Exception) -> datetime:
    wait = SCANNER_WAITS[min(resume.attempts, len(SCANNER_WAITS)) - 1]
    later = timezone.now() + wait
    logger.error("Résumé %s has no verdict, next try in %s: %s", resume.pk, wait, error)
    _mine(resume).update(lease_until=None, not_before=later)
    return later


@transaction.atomic
def _lock_away(resume: Resume) -> None:
    """Delete the file; the row stays to tell its owner."""
    name = resume.file.name
    if _settle(resume, scan=Resume.Scan.INFECTED, reading=Resume.Reading.UNREADABLE, file=""):
        _delete_bytes(name)


def _read(resume: Resume) -> None:
    if resume.attempts > READING_ATTEMPTS:
        # Earlier workers died while reading it.
        _settle(resume, reading=Resume.Reading.UNREADABLE)
        return
    try:
        with resume.file.open("rb") as file:
            found = extract(file, resume.content_type)
    except (Stalled, OSError) as error:
        logger.warning("Résumé %s was not read, attempt %s: %r", resume.pk, resume.attempts, error)
        if resume.attempts >= READING_ATTEMPTS:
            _settle(resume, reading=Resume.Reading.UNREADABLE)
        else:
            later = timezone.now() + READING_WAITS[resume.attempts - 1]
            _mine(resume).update(lease_until=None, not_before=later)
    else:
        _settle(resume, reading=found.reading, text=found.text)


def _mine(resume: Resume):
    """The row, as long as this process holds the lease on it."""
    return Resume.objects.filter(pk=resume.pk, lease_until=resume.lease_until)


def _settle(resume: Resume, **fields) -> int:
    return _mine(resume).update(lease_until=None, attempts=0, **fields)


def sweep() -> int:
    """Delete expired guest files, and files without a row. Returns how many.

    If a scanner has been set up, files that were taken without one are queued for it. Three statements
    if there is nothing to do, and one for each 500 files.
    """
    if configured_scanner() is not None:
        Resume.objects.filter(scan=Resume.Scan.NOT_SCANNED).update(
            scan=Resume.Scan.WAITING, attempts=0, not_before=timezone.now()
        )
    removed = 0
    for resume in Resume.objects.ownerless().filter(expires_at__lte=timezone.now())[:500]:
        delete_resume(resume)
        removed += 1
    return removed + _remove_orphans()


def _remove_orphans() -> int:
    """Delete files without a row. A young file's row may still be on its way to being written."""
    storage, before = private_storage(), timezone.now() - ORPHAN_AGE
    if not storage.exists(FOLDER):
        return 0
    _folders, files = storage.listdir(FOLDER)
    names = [str(PurePosixPath(FOLDER, name)) for name in files]
    removed = 0
    for start in range(0, len(names), 500):
        some = names[start : start + 500]
        known = set(Resume.objects.filter(file__in=some).values_list("file", flat=True))
        for name in set(some) - known:
            try:
                if storage.get_modified_time(name) < before:
                    storage.delete(name)
                    removed += 1
            except FileNotFoundError:
                continue  # another process was faster
    return removed
