"""One file in, one file out: `python -m ... KIND` reads it from standard input, within the limits of this process."""

import resource
import sys
from typing import Final

from handrail.documents.uploads.inspecting import docx, images, pdf
from handrail.documents.uploads.inspecting.kinds import MOST_BYTES, FileKind, Refusal, Refused, is_by_content

MOST_MEMORY: Final = 1_500_000_000  # a picture of 50 million pixels takes a third of it
CPU_SECONDS: Final = 60
REFUSED: Final = 3  # the exit status with which standard output holds the reason


def clean(kind: FileKind, data: bytes) -> bytes:
    """Return the file written anew; raises Refused."""
    if not is_by_content(kind, data):
        raise Refused(Refusal.NOT_WHAT_IT_SAYS)
    match kind:
        case FileKind.PDF:
            cleaned = pdf.clean(data)
        case FileKind.DOCX:
            cleaned = docx.clean(data)
        case FileKind.TXT:
            cleaned = data.decode("utf-8-sig").encode()
        case FileKind.PNG | FileKind.JPEG:
            cleaned = images.clean(kind, data)
    if len(cleaned) > 2 * MOST_BYTES:
        raise Refused(Refusal.TOO_LARGE)
    return cleaned


def main() -> int:
    """Look through what comes in, and write what may be kept."""
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        sys.stdout.buffer.write(clean(FileKind(sys.argv[1]), sys.stdin.buffer.read(MOST_BYTES + 1)))
    except Refused as refused:
        sys.stdout.write(refused.why)
        return REFUSED
    except (MemoryError, RecursionError):
        sys.stdout.write(Refusal.PACKED)
        return REFUSED
    return 0


if __name__ == "__main__":
    sys.exit(main())
