"""The page of notices: the emails, text messages and calls that events cause, from the shelf
`notices/catalog`.
"""

from precert.jobs.reference import markdown as md
from precert.notices.sending import on_shelf

INTRO = """
A notice follows an event of the journal: an email, or a text message or call with a code. It says that there is something to read and
where, never what: no name, no service, no outcome. One that can't be sent is tried again until it is.
[How to add one](../how-to/add-a-notice.md).
"""


def page() -> str:
    """The page as Markdown."""
    rows = [
        (md.code(name), md.codes(notice.verbs), md.doc(type(notice)))
        for name, notice in on_shelf().items()
    ]
    return md.page("Notices", INTRO, md.table(("notice", "follows", "what it says"), rows))
