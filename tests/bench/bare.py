"""The limit to compare with: a bare Textual application of one label that answers a key."""

from textual.app import App, ComposeResult
from textual.widgets import Label


class Bare(App[None]):
    """One label; any key changes it."""

    ENABLE_COMMAND_PALETTE = False

    def compose(self) -> ComposeResult:
        """One label."""
        yield Label("bare ready")

    presses = 0

    def on_key(self) -> None:
        """Show that the key arrived."""
        self.presses += 1
        self.query_one(Label).update(f"bare pressed {self.presses}")


if __name__ == "__main__":
    Bare().run()
