"""How forms are drawn: in our own markup on the design system's classes."""

from django.forms.renderers import TemplatesSetting


class FormRenderer(TemplatesSetting):
    """Django forms look like the form_row component."""

    form_template_name = "forms/form.html"
