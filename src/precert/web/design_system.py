"""The design system's Django app, without its start-up warning."""

from django_cotton_uswds.apps import DjangoCottonUswdsConfig


class DesignSystemConfig(DjangoCottonUswdsConfig):
    """Skips `ready()`, which only prepares the library's own pattern pages and warns when their two extra packages are missing."""

    def ready(self) -> None:
        """Nothing to prepare."""
