"""Whether the letters can show every text that they print. Pure.

What a reviewer types is refused where it can't be shown. What was copied from the registry, from
code sets or from an account can't be changed at the desk: it is a warning, which whoever issues has
to confirm; the letters are then held until somebody has them made with a sign of replacement there.
The contract's own texts are checked when it is loaded.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from precert.conduct.refusal import Finding
from precert.kit.pdf import strange


def copied(
    consumer: Mapping[str, Any],
    providers: Iterable[Mapping[str, Any]],
    coded: Iterable[tuple[str, str]],
    decider: str,
) -> list[Finding]:
    """What the letters can't show of the texts of a request: of its consumer and providers as they
    were copied, of the names of its codes (code and text), of the name of who decides.
    """
    texts = [(f"the person's {_words(key)}", value) for key, value in consumer.items()]
    for one in providers:
        whose = f"the {one['role']} provider's"
        texts += [(f"{whose} {_words(key)}", value) for key, value in one.items()]
    texts += [(f"the description of {code}", text) for code, text in coded]
    texts.append(("your name", decider))
    return [
        Finding(
            "letter-text",
            f"The letters cannot print {found} in {what}. A supervisor must release them.",
            severity="warning",
        )
        for what, text in texts
        if isinstance(text, str) and (found := strange(text))
    ]


def _words(key: str) -> str:
    return key.replace("_", " ")
