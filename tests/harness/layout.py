"""A page without the layout of its source: white space stands as a browser takes it, so that a test
can look for markup however its template is broken into lines.
"""

import re
from collections.abc import Iterator, MutableMapping
from contextlib import contextmanager
from typing import Any
from unittest.mock import patch

from django.test import Client

# Elements around and inside whose edges a browser drops white space.
BLOCKS = (
    "address|article|aside|body|button|caption|col|colgroup|dd|details|dialog|div|dl|dt|fieldset|footer|form|h[1-6]|"
    "head|header|hr|html|legend|li|link|main|meta|nav|noscript|ol|optgroup|option|p|script|search|"
    "section|select|summary|table|tbody|td|template|tfoot|th|thead|title|tr|ul"
)
AS_WRITTEN = re.compile(r"(<(textarea|pre|script|style)\b.*?</\2\s*>)", re.DOTALL | re.IGNORECASE)
TAG = re.compile(r"""<[a-zA-Z/!](?:[^<>"']|"[^"]*"|'[^']*')*>""")
BLOCK_EDGE = re.compile(rf"\s*(</?(?:{BLOCKS})\b(?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)\s*")


def _tag(found: re.Match[str]) -> str:
    """The tag on one line; what its quoted values hold stays as it is."""
    parts = re.split(r"""("[^"]*"|'[^']*')""", found[0])
    parts[::2] = (re.sub(r"\s+", " ", part) for part in parts[::2])
    return re.sub(r"\s+>$", ">", "".join(parts))


def one_line(html: str) -> str:
    """The page with one space for each run of white space, and none at the edges of blocks."""
    parts = AS_WRITTEN.split(html)
    made = []
    for n in range(0, len(parts), 3):
        text = TAG.sub(_tag, parts[n])
        pieces = re.split(r"(<[a-zA-Z/!](?:[^<>\"']|\"[^\"]*\"|'[^']*')*>)", text)
        pieces[::2] = (re.sub(r"\s+", " ", piece) for piece in pieces[::2])
        made.append(BLOCK_EDGE.sub(r"\1", "".join(pieces)))
        if n + 1 < len(parts):
            made.append(TAG.sub(_tag, parts[n + 1], count=1))
    return "".join(made)


@contextmanager
def pages_on_one_line() -> Iterator[None]:
    """While this lasts, every page that a test client is answered has no layout."""
    ask = Client.request

    def request(self: Client, **environ: Any) -> Any:
        answer: Any = ask(self, **environ)
        headers: MutableMapping[str, str] = answer.headers
        if headers.get("Content-Type", "").startswith("text/html") and not answer.streaming:
            answer.content = one_line(answer.content.decode()).encode()
        return answer

    with patch.object(Client, "request", request):
        yield
