"""The page of commands, from the management commands of the product."""

from django.core.management import get_commands, load_command_class

from precert.jobs.reference import markdown as md

INTRO = """
Commands of `precert`, beside those of Django (`precert help` lists all). `precert <command> --help` names the options.
`precert demo` runs the product with demonstration data, whatever is set; `PORT` and `DEMO_DIR` move it.
"""


def page() -> str:
    """The page as Markdown."""
    rows = [
        (md.code(f"precert {name.replace('_', '-')}"), load_command_class(room, name).help)
        for name, room in sorted(get_commands().items())
        if isinstance(room, str) and room.startswith("precert.")
    ]
    return md.page("Commands", INTRO, md.table(("command", "what it does"), rows))
