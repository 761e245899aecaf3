"""Uploads: one handling of the files that a person sends with a page, whatever page.

Files never touch the disk as they came: they are held in memory, only as much of them as a contract
may take, and stored encrypted. A request that was cut off in the middle is no request.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO
from typing import IO, Any

from django.core.files.uploadedfile import InMemoryUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler
from django.http import JsonResponse
from django.http.multipartparser import MultiPartParser, MultiPartParserError

from precert.conduct.refusal import Finding
from precert.contracts.schema import Pack
from precert.contracts.schema.process import LARGEST_UPLOAD
from precert.documents import names, store
from precert.documents.rules import UploadRules
from precert.documents.store import StoredFile
from precert.kit.storage import StorageError
from precert.web.door import Request, Result

MOST_AT_ONCE = 64 * 1_048_576  # bytes of all files of one request
CUT_OFF = "The connection was lost before everything arrived. Nothing was saved; send it again."
TOO_MUCH = "These files are too large to be sent at once. Send this one by itself."
NO_FILE = "No file was received. Choose a file and try again."
DUPLICATE = "This file is already here. A changed file needs another name or other content."
DISK = (
    "This file could not be stored. Nothing on this page is lost. Please try again in a few"
    " minutes."
)
COPY = "duplicate"
STATUS = {"disk": 507, "scanner-down": 503}  # the file may go in later as it is; all others: 422


@dataclass(frozen=True)
class RefusedFile:
    """A file that was not stored: a stable code, and what its sender can do about it."""

    name: str
    code: str
    text: str

    @property
    def status(self) -> int:
        """Of HTTP: 507 or 503 when the same file may be taken later."""
        return STATUS.get(self.code, 422)


@dataclass
class Received:
    """What became of the files of one request."""

    stored: list[StoredFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    duplicates: list[StoredFile] = field(default_factory=list)  # there already, and refused

    @property
    def status(self) -> int:
        """Of HTTP: the gravest refusal's."""
        return max((one.status for one in self.refused), default=201)

    def refuse(self, name: str, code: str, text: str) -> None:
        """This file stays out."""
        self.refused.append(RefusedFile(name, code, text))

    def repeated(self, stored: StoredFile) -> None:
        """This one was sent again because its answer was lost: no duplicate."""
        self.refused = [one for one in self.refused if (one.name, one.code) != (stored.name, COPY)]


def limits(pack: Pack) -> UploadRules:
    """The contract's limits for one file."""
    found = pack.uploads
    return UploadRules(found.max_bytes, found.strictly_below, found.extensions)


def receive(
    request: Request, name: str, rules: UploadRules, there: Iterable[StoredFile] = ()
) -> Received:
    """Check, scan and store the files of the field `name`, each by itself: one that is refused
    costs the others nothing. `there` are the files to which they are added.
    """
    received = Received()
    known = list(there)
    for sent in request.FILES.getlist(name):
        shown = names.clean(sent.name or "")
        if getattr(sent, "left_out", False):
            received.refuse(shown, "too-much", TOO_MUCH)
            continue
        if copy := _copy(sent, shown, known):
            received.duplicates.append(copy)
            received.refuse(shown, COPY, DUPLICATE)
        elif stored := _store(request, sent, shown, rules, received):
            received.stored.append(stored)
            known.append(stored)
    return received


def _store(
    request: Request, sent: "UploadedFile[Any]", name: str, rules: UploadRules, received: Received
) -> StoredFile | None:
    by, declared = f"{request.actor.kind}:{request.actor.id}", sent.content_type or ""
    try:
        return store.store(sent.name or "", declared, sent, rules, request.now, by)  # type: ignore[arg-type] # it reads like a file
    except store.FileRefused as refused:
        text = " ".join(problem.text for problem in refused.problems)
        received.refuse(name, refused.problems[0].code, text)
    except StorageError:
        received.refuse(name, "disk", DISK)
    return None


def why_not(done: Result) -> list[Finding]:
    """Why a stored file isn't added. One whose key was used is there: its first answer was lost."""
    again = any(finding.code == "key-reused" for finding in done.findings)
    return [] if again else list(done.findings)


def told(message: str, status: int, fragments: dict[str, str] | None = None) -> JsonResponse:
    """What a page's script is told of one file: words, and the parts of the page that changed."""
    return JsonResponse({"message": message, "fragments": fragments or {}}, status=status)


def _copy(sent: "UploadedFile[Any]", name: str, known: Iterable[StoredFile]) -> StoredFile | None:
    """The one of these files that is the same. Only one of the same name and size is read for it."""
    alike = [one for one in known if (one.name, one.size) == (name, sent.size)]
    digest = _digest(sent) if alike else ""
    return next((one for one in alike if one.sha256 == digest), None)


def _digest(sent: "UploadedFile[Any]") -> str:
    digest = hashlib.sha256()
    for piece in sent.chunks():
        digest.update(piece)
    sent.seek(0)
    return digest.hexdigest()


class CutOffError(MultiPartParserError):
    """Less of a form came than was announced."""


class WholeUpload(FileUploadHandler):
    """Reads a form with files: all of it, or nothing. The server hands what arrived to the page
    although the connection was cut; half a file would look like a file.
    """

    def handle_raw_input(
        self,
        input_data: IO[bytes],
        META: dict[str, str],  # noqa: N803 - as Django calls it
        content_length: int,
        boundary: str,
        encoding: str | None = None,
    ) -> Any:
        """The fields and files. Raises CutOffError when less came than was announced."""
        counted = _Counted(input_data)
        found = MultiPartParser(META, counted, [InMemory(self.request)], encoding).parse()  # type: ignore[arg-type] # it reads like a stream
        if counted.size < content_length:
            raise CutOffError(CUT_OFF)
        return found

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Never called: another handler does it."""
        return raw_data

    def file_complete(self, file_size: int) -> "UploadedFile[Any] | None":
        """Never called."""
        return None


class _Counted:
    """A stream that knows how much came out of it."""

    def __init__(self, stream: IO[bytes]) -> None:
        self.stream, self.size = stream, 0

    def read(self, size: int = -1) -> bytes:
        """The next piece."""
        piece = self.stream.read(size)
        self.size += len(piece)
        return piece


class InMemory(FileUploadHandler):
    """Keeps of each file what a contract may take and one byte more, and of all no more than
    `MOST_AT_ONCE`; reads the rest and lets it go.
    """

    chunk_size = 64 * 1024
    kept = 0  # bytes, of all files so far

    def new_file(self, *args: Any, **more: Any) -> None:
        """An empty file so far."""
        super().new_file(*args, **more)
        self.pieces: list[bytes] = []
        self.held, self.left_out = 0, False

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Keep it, while there is room."""
        if self.held > LARGEST_UPLOAD or self.left_out:
            return
        if self.kept + len(raw_data) > MOST_AT_ONCE:
            self.kept, self.held, self.left_out = self.kept - self.held, 0, True
            self.pieces.clear()
            return
        self.pieces.append(raw_data)
        self.held += len(raw_data)
        self.kept += len(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[Any]":
        """The file, or the beginning of one that is too large anyway."""
        found = InMemoryUploadedFile(
            BytesIO(b"".join(self.pieces)), self.field_name, self.file_name or "",
            self.content_type or "", self.held, self.charset, self.content_type_extra,
        )  # fmt: skip
        found.left_out = self.left_out  # type: ignore[attr-defined]
        return found
