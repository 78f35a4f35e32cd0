"""The three professional levels every national standard of the programme knows."""

from __future__ import annotations

from django.db import models

from yushu.kernel.words import Words


class Level(models.TextChoices):
    """初级, 中级, 高级. The order of the table is the order of the levels."""

    JUNIOR = "JUNIOR", "初级"
    MIDDLE = "MIDDLE", "中级"
    SENIOR = "SENIOR", "高级"

    @property
    def words(self) -> Words:
        """The level in both languages."""
        return Words(str(self.label), ENGLISH[self])


ENGLISH = {Level.JUNIOR: "junior", Level.MIDDLE: "intermediate", Level.SENIOR: "senior"}
