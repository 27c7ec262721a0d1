"""What the child may use. All of it is set by the child itself and cannot be raised again."""

import os
import resource

MEMORY_BYTES = 512 * 1024 * 1024
CPU_SECONDS = 3  # start of the interpreter included
OPEN_FILES = 16
NICENESS = 5


def limit_this_process() -> None:
    """After the imports, whose bytecode may have to be written, and before the file is opened."""
    os.nice(NICENESS)
    for what, most in [
        (resource.RLIMIT_AS, MEMORY_BYTES),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_NPROC, 0),  # the kernel does not hold root to this one
        (resource.RLIMIT_NOFILE, OPEN_FILES),
    ]:
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))
