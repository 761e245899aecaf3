"""Tables of the code sets: the codes themselves, and the word index derived from them (see `words`,
`index`).
"""

from django.db import models

from precert.codes import systems, words


class Code(models.Model):
    """One code or header of one system. Codes that a newer list no longer has are ended, never
    deleted: requests refer to them.
    """

    system = models.CharField(max_length=10, choices=list(systems.LABELS.items()))
    code = models.CharField(max_length=12)  # as published, with the dot
    key = models.CharField(max_length=systems.LONGEST_KEY)  # systems.key_of(code)
    text = models.TextField()
    billable = models.BooleanField()  # False: a header, more exact codes stand below it
    valid_from = models.DateField(null=True)  # first day; null: always was
    valid_to = models.DateField(null=True)  # last day; null: no end known
    parent = models.CharField(
        max_length=12, blank=True, default=""
    )  # the header above it, as published
    source = models.CharField(
        max_length=10
    )  # the list that holds it, so that only it ends the code: precert, cdc, cms, licensed

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "key"], name="codes_code_once")
        ]  # the key follows from the code

    def __str__(self) -> str:
        return f"{self.code} {self.text}"


class WordIndex(models.Model):
    """Which build of the word index of a system readers use, and the digest of the texts it was
    made from.
    """

    system = models.CharField(max_length=10, unique=True)
    build = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)


class WordNode(models.Model):
    """A prefix of description words with the packed set of places that have it."""

    system = models.CharField(max_length=10)
    build = models.PositiveIntegerField()
    prefix = models.CharField(max_length=words.LONGEST_WORD)
    places = models.BinaryField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["system", "build", "prefix"], name="codes_wordnode_once"
            )
        ]


class WordBlock(models.Model):
    """The keys at the places n * index.BLOCK and on, parted by spaces."""

    system = models.CharField(max_length=10)
    build = models.PositiveIntegerField()
    n = models.PositiveIntegerField()
    keys = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "build", "n"], name="codes_wordblock_once")
        ]
