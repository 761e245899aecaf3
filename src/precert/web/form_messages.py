"""What the fields of every form say when something is wrong, in our words. A form may say it
better; then its own words stand.
"""

from collections.abc import Mapping

from django import forms

WORDS: Mapping[type[forms.Field], Mapping[str, str]] = {  # by the code of what is wrong
    forms.Field: {"required": "Enter a value."},
    forms.CharField: {
        "min_length": "Use at least %(limit_value)d characters.",
        "max_length": "Use at most %(limit_value)d characters.",
        "null_characters_not_allowed": (
            "This contains an invisible character. Delete it and enter it again."
        ),
    },
    forms.IntegerField: {
        "invalid": "Enter a whole number.",
        "min_value": "Enter %(limit_value)s or more.",
        "max_value": "Enter %(limit_value)s or less.",
    },
    forms.DateField: {"invalid": "Enter the date as MM/DD/YYYY."},
    forms.ChoiceField: {"invalid_choice": "Choose one from the list."},
}


def take() -> None:
    """Give them to Django's fields, before any form is made: each field takes its words from its
    classes.
    """
    for field, words in WORDS.items():
        field.default_error_messages = {**field.__dict__.get("default_error_messages", {}), **words}
