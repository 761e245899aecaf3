"""Tables of this room that never change, with the columns that are frozen."""

from precert.documents.models import StoredFile

TABLES: dict[str, list[str]] = {"documents_storedfile": list(StoredFile.FROZEN)}
