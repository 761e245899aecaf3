"""What is typed and chosen on the page of a verb. Files are stored when they are chosen, one by one,
so that a refused one costs the others nothing; they wait for their sender until they are sent.
"""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from precert.cases import enclosures
from precert.cases.actions.enclose_document import EncloseDocument, EncloseDocumentInput
from precert.cases.actions.remove_enclosure import RemoveEnclosure, RemoveEnclosureInput
from precert.cases.dialog import DialogInput
from precert.cases.offers import Offer
from precert.conduct.refusal import Finding
from precert.documents.rules import UploadRules
from precert.documents.store import StoredFile
from precert.web import uploads
from precert.web.cases.entries import FieldRow
from precert.web.door import Request, run
from precert.web.uploads import RefusedFile

NOT_THERE = "A file that is no longer available"
TYPE_FIRST = "Choose a document type for these files, then choose the files again."


@dataclass(frozen=True)
class ChosenFile:
    """A file that waits to be sent; `token` names it with its type in the form."""

    id: UUID
    type: str
    name: str

    @property
    def token(self) -> str:
        """As the form sends it along."""
        return f"{self.id} {self.type}"


@dataclass
class VerbForm:
    """What was typed so far, for one verb on one request."""

    offer: Offer
    key: str
    texts: dict[str, str]
    document_type: str = ""
    files: list[ChosenFile] = field(default_factory=list)
    refused: list[RefusedFile] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    confirming: bool = False
    by_script: bool = False  # one file by itself; the key is that file's

    @property
    def problems(self) -> list[Finding]:
        """Everything that keeps it from being sent, for the summary."""
        not_stored = [
            Finding(one.code, f"{one.name} was not stored: {one.text}", path="files")
            for one in self.refused
        ]
        return [*self.findings, *not_stored]

    @property
    def status(self) -> int:
        """Of HTTP, for the page that shows it."""
        if self.findings:
            return 422
        return max((one.status for one in self.refused), default=200)

    @property
    def rows(self) -> list[FieldRow]:
        """The fields with what was typed and what is wrong with it."""
        return [
            FieldRow(one, self.texts.get(one.name, one.value), self._error(one.name))
            for one in self.offer.dialog.fields
        ]

    @property
    def typed(self) -> list[FieldRow]:
        """The fields that a person fills in."""
        return [one for one in self.rows if one.field.type != "hidden"]

    def renewed(self) -> dict[str, str]:
        """What was typed, with what hidden fields carry now: who reads what changed meanwhile sends
        it with that.
        """
        hidden = {one.name: one.value for one in self.offer.dialog.fields if one.type == "hidden"}
        return self.texts | hidden

    @property
    def type_error(self) -> str:
        """What is wrong with the document type."""
        return self._error("document_type")

    @property
    def document_types(self) -> list[tuple[str, str]]:
        """What kinds of document there are."""
        pack, case = self.offer.subject.pinned.pack, self.offer.subject.request.case
        return [(one.code, one.label) for one in pack.category(case.category).document_types]

    @property
    def limits(self) -> UploadRules:
        """The contract's limits for one file."""
        return uploads.limits(self.offer.subject.pinned.pack)

    @property
    def input(self) -> DialogInput:
        """What the verb takes."""
        files = tuple((one.id, one.type) for one in self.files)
        item = self.offer.subject.item
        return DialogInput(self.offer.subject.id, self.texts, files, (item.kind, item.subject))

    def _error(self, path: str) -> str:
        return " ".join(one.text for one in self.findings if one.path == path)


def opened(request: Request, offer: Offer) -> VerbForm:
    """The form as it opens: empty, with the files that were chosen at an earlier visit."""
    return VerbForm(offer, uuid4().hex, {}, files=waiting(request, offer))


def read(request: Request, offer: Offer) -> VerbForm:
    """The form as it was sent, with its own list of files."""
    post = request.POST
    texts = {one.name: post.get(one.name, "") for one in offer.dialog.fields}
    named = [one for token in post.getlist("kept") if (one := _chosen(request, token))]
    key = post.get("key", "")[:64] or uuid4().hex
    return VerbForm(
        offer,
        key,
        texts,
        post.get("document_type", ""),
        list({one.id: one for one in named}.values()),
        by_script=post.get("step") == "file",
    )


def waiting(request: Request, offer: Offer) -> list[ChosenFile]:
    """The files that the person has chosen and not sent."""
    if not offer.dialog.documents:
        return []
    rows = enclosures.enclosed(request.actor, offer.subject.id, offer.verb)
    return [ChosenFile(row.file_id, row.document_type, row.file.name) for row in rows]


def change_files(request: Request, form: VerbForm) -> None:
    """Store what was chosen, each file by itself; take away what shall go."""
    if gone := _uuid(request.POST.get("remove", "")):
        run(request, RemoveEnclosure, RemoveEnclosureInput(form.offer.subject.id, gone))
    if form.offer.dialog.documents and request.FILES.getlist("files"):
        _add(request, form)
    form.files = waiting(request, form.offer)


def _add(request: Request, form: VerbForm) -> None:
    if form.document_type not in dict(form.document_types):
        form.findings.append(Finding("document-type", TYPE_FIRST, path="document_type"))
        return
    subject, verb = form.offer.subject.id, form.offer.verb
    there = [row.file for row in enclosures.enclosed(request.actor, subject, verb)]
    received = uploads.receive(request, "files", form.limits, there)
    key = form.key if form.by_script else ""

    def why_not(stored: StoredFile) -> list[Finding]:
        data = EncloseDocumentInput(subject, verb, stored.pk, form.document_type)
        return uploads.why_not(run(request, EncloseDocument, data, key=key))

    for stored in received.stored:
        form.findings += why_not(stored)
    for stored in received.duplicates if key else ():
        if not why_not(stored):
            received.repeated(stored)
    form.refused += received.refused


def _chosen(request: Request, token: str) -> ChosenFile | None:
    """A file as the form named it; whether it may be sent, the verb looks at. Nothing is told of a
    file that isn't the sender's.
    """
    file, _, kind = token.partition(" ")
    pk = _uuid(file)
    if pk is None:
        return None
    name = enclosures.name_for(request.actor, pk, request.now)
    return ChosenFile(pk, kind, name or NOT_THERE)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
