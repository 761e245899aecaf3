"""What an edit is: one question put to a request at submission, over facts in which absent is None.
Pure.
"""

from typing import ClassVar

from precert.cases.facts import Facts
from precert.conduct.refusal import Finding, Severity
from precert.contracts.schema import Pack


class Edit:
    """One file, one edit. Its code is the file's name; packs set severities by it
    (`rules.severity`).

    An error stops the submission, a warning asks for an OK, information only tells. `severity` is
    that of its findings where neither the finding nor the pack says otherwise.
    """

    code: ClassVar[str]
    title: ClassVar[str]
    severity: ClassVar[Severity] = "error"

    def __init_subclass__(cls) -> None:
        cls.code = cls.__module__.rsplit(".", 1)[-1]

    def find(self, facts: Facts, pack: Pack) -> list[Finding]:
        """Everything this edit finds, each with the draft path it is about; nothing is an empty
        list.
        """
        raise NotImplementedError

    def finding(
        self,
        text: str,
        path: str,
        line: str = "",
        *,
        severity: Severity | None = None,
        link: str = "",
    ) -> Finding:
        """A finding of this edit. `path` is a draft path, `line` the key of a line, `link`
        case/<number> of a case that may be seen.
        """
        return Finding(self.code, text, severity or self.severity, path, line, link)
