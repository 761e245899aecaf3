"""Every append-only table of the house, gathered from the rooms that own them."""

from precert.cases import frozen as cases
from precert.contracts import frozen as contracts
from precert.conversations import frozen as conversations
from precert.documents import frozen as documents
from precert.journal import frozen as journal
from precert.letters import frozen as letters


def tables() -> dict[str, list[str]]:
    """Tables and their frozen columns (none: all)."""
    return {
        **journal.TABLES,
        **contracts.TABLES,
        **documents.TABLES,
        **cases.TABLES,
        **letters.TABLES,
        **conversations.TABLES,
    }
