"""What the ledger keeps. Rows are added, never changed; only a body may go, and only with an erasure.

Offices, accounts and posts are plain identifiers here, without foreign keys: a chain must
still prove when the row it names has gone.
"""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q

ALGORITHMS = (("sha256", "SHA-256"), ("sm3", "SM3"))
HEX = 64
"""Digits of a digest: both algorithms give 32 bytes."""


class Chain(models.Model):
    """The history of one thing: a case, a person, an office. Its key is that thing's key.

    `head` is the digest of the last entry, or of the opening itself while there is none;
    `algorithm` is the one the opening was digested with.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    kind = models.CharField(max_length=40)
    head = models.CharField(max_length=HEX)
    length = models.PositiveBigIntegerField(default=0)
    algorithm = models.CharField(max_length=10, choices=ALGORITHMS)
    opened_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(kind=""), name="chain_has_a_kind")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Entry(models.Model):
    """One act: whose it was, when, and what it rests on. `digest` covers every column and `previous`."""

    id = models.BigAutoField(primary_key=True)
    chain = models.ForeignKey(Chain, on_delete=models.PROTECT, related_name="entries")
    seq = models.PositiveBigIntegerField()
    previous = models.CharField(max_length=HEX)
    digest = models.CharField(max_length=HEX)
    commitment = models.CharField(max_length=HEX)
    algorithm = models.CharField(max_length=10, choices=ALGORITHMS)
    verb = models.CharField(max_length=40)
    at = models.DateTimeField()
    happened_on = models.DateField()
    role = models.CharField(max_length=12)
    office_id = models.UUIDField(null=True, blank=True)
    account_id = models.UUIDField(null=True, blank=True)
    post_id = models.UUIDField(null=True, blank=True)
    basis = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        verbose_name_plural = "entries"
        constraints = [
            models.UniqueConstraint(fields=["chain", "seq"], name="entry_place_in_chain_once"),
            models.CheckConstraint(condition=Q(seq__gte=1), name="entry_counts_from_one"),
            models.CheckConstraint(condition=~Q(verb=""), name="entry_has_a_verb"),
        ]

    def __str__(self) -> str:
        return f"{self.chain_id} {self.seq} {self.verb}"


class Body(models.Model):
    """What an entry says in full, apart from it so that it can be erased while the chain still proves."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="body")
    salt = models.CharField(max_length=HEX)
    payload = models.TextField()

    class Meta:
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return f"body of {self.pk}"


class Erasure(models.Model):
    """The permit under which a body was deleted, and the entry that says so in the same chain."""

    entry = models.OneToOneField(Entry, on_delete=models.PROTECT, primary_key=True, related_name="erasure")
    told_by = models.OneToOneField(Entry, on_delete=models.PROTECT, related_name="tells_erasure")
    reason = models.CharField(max_length=200)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="erasure_has_a_reason"),
            models.CheckConstraint(condition=Q(told_by__gt=F("entry")), name="erasure_told_afterwards"),
        ]

    def __str__(self) -> str:
        return f"erasure of {self.pk}"


class Seal(models.Model):
    """The closing of a day: every entry up to number `through` that no earlier seal holds.

    `root` is the tree hash over the seal's heads in order; `digest` covers this row and `previous`.
    """

    day = models.DateField(unique=True)
    through = models.PositiveBigIntegerField()
    entries = models.PositiveBigIntegerField()
    root = models.CharField(max_length=HEX)
    previous = models.CharField(max_length=HEX, unique=True)
    digest = models.CharField(max_length=HEX, unique=True)
    algorithm = models.CharField(max_length=10, choices=ALGORITHMS)
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"seal of {self.day}"


class SealedHead(models.Model):
    """Where one chain stood when a day was sealed. Only chains that grew since the last seal are listed.

    Without a foreign key, so that the head outlives the removal of what it proves.
    """

    seal = models.ForeignKey(Seal, on_delete=models.PROTECT, related_name="heads")
    chain_id = models.UUIDField()
    seq = models.PositiveBigIntegerField()
    digest = models.CharField(max_length=HEX)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seal", "chain_id"], name="sealed_head_once")]

    def __str__(self) -> str:
        return f"{self.chain_id} at {self.seq}"


class LogLeaf(models.Model):
    """One public statement in the transparency log. Always SHA-256, after RFC 6962."""

    index = models.PositiveBigIntegerField(primary_key=True)
    kind = models.CharField(max_length=40)
    payload_digest = models.CharField(max_length=HEX)
    chain = models.ForeignKey(Chain, null=True, blank=True, on_delete=models.PROTECT, related_name="leaves")
    leaf_hash = models.CharField(max_length=HEX)
    at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "log leaves"
        indexes = [models.Index(fields=["payload_digest"], name="log_leaf_by_payload")]

    def __str__(self) -> str:
        return f"leaf {self.pk} {self.kind}"


class LogNode(models.Model):
    """The hash over 2^level leaves from leaf position·2^level: kept so that a proof reads a few rows."""

    level = models.PositiveSmallIntegerField()
    position = models.PositiveBigIntegerField()
    hash = models.CharField(max_length=HEX)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["level", "position"], name="log_node_once"),
            models.CheckConstraint(condition=Q(level__gte=1), name="log_node_above_the_leaves"),
        ]

    def __str__(self) -> str:
        return f"node {self.level}/{self.position}"


class Checkpoint(models.Model):
    """A signed statement: at this moment the log held `size` leaves under `root`."""

    size = models.PositiveBigIntegerField(primary_key=True)
    root = models.CharField(max_length=HEX)
    at = models.DateTimeField()
    signature = models.CharField(max_length=128)
    key_id = models.CharField(max_length=16)

    def __str__(self) -> str:
        return f"checkpoint of {self.size}"
