"""How the design system is wired in: its Django app without the start-up warning, and forms in our own markup."""

from django.forms.renderers import TemplatesSetting
from django_cotton_uswds.apps import DjangoCottonUswdsConfig


class DesignSystemConfig(DjangoCottonUswdsConfig):  # type: ignore[misc]  # the library has no types
    """Skips `ready()`, which only prepares the library's own pattern pages and warns when their two extra packages are missing."""

    def ready(self) -> None:
        """Nothing to prepare."""


class FormRenderer(TemplatesSetting):
    """Django forms look like the form_row component.

    The library's own renderer writes `aria-describedby` twice on each control, the first pointing to ids that don't exist, so hints
    and errors are not read out; and it marks texts as safe that may hold what a person typed.
    """

    form_template_name = "forms/form.html"
