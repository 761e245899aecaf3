"""What may be uploaded, and how a refusal is put. No Django."""

from dataclasses import dataclass

MB = 1_048_576  # bytes; contracts count in binary megabytes


@dataclass(frozen=True)
class FileProblem:
    """One reason why a file is refused: a stable code, and what the person can do about it."""

    code: str
    text: str


@dataclass(frozen=True)
class UploadRules:
    """A contract's limits for one file. Extensions are lower-case without the dot and taken
    literally: tif doesn't allow tiff.
    """

    max_bytes: int
    strictly_below: bool
    extensions: tuple[str, ...]

    def fits(self, size: int) -> bool:
        """Whether a file of `size` bytes is small enough."""
        return size < self.max_bytes if self.strictly_below else size <= self.max_bytes

    @property
    def size_text(self) -> str:
        """The limit in words: "smaller than 2 MB" or "4 MB or less"."""
        limit = (
            f"{self.max_bytes / MB:.4g} MB"
            if self.max_bytes >= MB // 10
            else f"{self.max_bytes:,} bytes"
        )
        return f"smaller than {limit}" if self.strictly_below else f"{limit} or less"

    @property
    def most_bytes(self) -> int:
        """The size of the largest file that fits."""
        return self.max_bytes - self.strictly_below

    @property
    def accept(self) -> str:
        """The allowed endings as a browser's file dialog wants them: ".doc,.pdf"."""
        return ",".join(f".{extension}" for extension in self.extensions)

    @property
    def types_text(self) -> str:
        """The allowed endings in words: ".doc, .pdf or .tif"."""
        dotted = [f".{extension}" for extension in self.extensions]
        return (
            " or ".join([", ".join(dotted[:-1]), dotted[-1]])
            if len(dotted) > 1
            else "".join(dotted)
        )
