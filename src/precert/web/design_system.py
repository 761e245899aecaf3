"""How a Django form is shown: each field as the one field of all pages (`web.fields.Field`)."""

from django.forms import BoundField, PasswordInput, Textarea
from django.forms.renderers import TemplatesSetting
from django.forms.widgets import ChoiceWidget

from precert.web.fields import Field

TYPES = {"radio": "radios", "checkbox": "checkboxes"}  # of several choices
OWN_ATTRIBUTES = ("class", "width", "blank")


class ShownField(BoundField):
    """A field of a form with what was typed into it."""

    @property
    def shown(self) -> Field:
        """As `components/field.html` shows it. The other attributes of its control are those of
        its widget, and so are `width` and `blank`.
        """
        widget = self.field.widget
        options = [(str(code), str(text)) for code, text in getattr(widget, "choices", ())]
        return Field(
            path=self.html_name,
            own_id=self.auto_id,
            label=str(self.label),
            type=self._type(),
            value="" if isinstance(widget, PasswordInput) else self.value(),
            options=options,
            blank=widget.attrs.get("blank", "Choose…"),
            required=self.field.required,
            error=" ".join(map(str, self.errors)),
            hint=str(self.help_text),
            width=widget.attrs.get("width", ""),
            saves=False,
            more={k: v for k, v in widget.attrs.items() if k not in OWN_ATTRIBUTES},
        )

    def _type(self) -> str:
        widget = self.field.widget
        if isinstance(widget, Textarea):
            return "textarea"
        kind = str(getattr(widget, "input_type", "text"))
        return TYPES.get(kind, kind) if isinstance(widget, ChoiceWidget) else kind


class FormRenderer(TemplatesSetting):
    """Django forms look like every other field of a page."""

    form_template_name = "forms/form.html"
    field_template_name = "forms/field.html"
    bound_field_class = ShownField
