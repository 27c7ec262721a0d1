from dataclasses import dataclass

ERROR, WARNING = "error", "warning"


@dataclass(frozen=True)
class Finding:
    """What is wrong, in a sentence for the editor, and beside which block: None is the page as a whole."""

    code: str
    level: str
    block_id: str | None
    text: str

    @property
    def is_error(self) -> bool:
        return self.level == ERROR
