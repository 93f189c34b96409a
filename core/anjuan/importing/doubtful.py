"""What the user has to look at himself: nothing of it becomes a row, and none of it is dropped."""

from __future__ import annotations

from anjuan.frozen import frozen


@frozen(kw_only=True)
class Doubt:
    """Something of a listed number that is not settled.

    Attributes:
        file: name of the file.
        place: where it stands in it.
        value: what stands there.
        reason: what is doubtful, a Chinese clause without a full stop.
    """

    file: str
    place: str
    value: str
    reason: str

    def as_json(self) -> dict[str, str]:
        """The object that programs read."""
        return {
            "file": self.file,
            "place": self.place,
            "value": self.value,
            "reason": self.reason,
        }

    def __str__(self) -> str:
        where = " · ".join(filter(None, (self.file, self.place)))
        shown = f" “{self.value}”" if self.value else ""
        return f"{where}{shown}：{self.reason}"
