"""The documents that tell the telephone service what to say and which key to wait for (TwiML).
Pure.
"""

from xml.sax.saxutils import escape, quoteattr  # nosec B406 - writes XML, reads none

CONTENT_TYPE = "text/xml; charset=utf-8"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'
PATIENCE = 15  # seconds to press a key


def ask(words: str, action: str, otherwise: str) -> str:
    """Say `words` and post the first key pressed to `action`; without one say `otherwise` and end
    the call.

    `finishOnKey` is empty because # would otherwise end the input without being part of it.
    """
    wait = (
        f'<Gather input="dtmf" numDigits="1" finishOnKey="" timeout="{PATIENCE}" method="POST"'
        f" action={quoteattr(action)}>"
    )
    return f"{HEAD}<Response>{wait}<Say>{escape(words)}</Say></Gather><Say>{escape(otherwise)}</Say></Response>"


def say(words: str) -> str:
    """Say `words` and end the call."""
    return f"{HEAD}<Response><Say>{escape(words)}</Say><Hangup/></Response>"
