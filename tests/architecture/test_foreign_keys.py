"""A table refers to tables of its own room or of rooms below it."""

from django.apps import apps
from django.db.models import Field, Model

from tests.architecture.source import rank


def room(model: type[Model]) -> str:
    """The room a table belongs to; empty for a library's table."""
    first, _, rest = model.__module__.partition(".")
    return rest.split(".")[0] if first == "precert" else ""


def upward(fields: list[tuple[type[Model], Field]]) -> list[str]:
    """The relations that point to a room above, or to a sibling."""
    found = []
    for model, field in fields:
        own, other = room(model), room(field.related_model)
        if other and own != other and rank(own) >= rank(other):
            found.append(
                f"{own}.{model.__name__}.{field.name} -> {other}.{field.related_model.__name__}"
            )
    return found


def relations() -> list[tuple[type[Model], Field]]:
    """Every foreign key, one-to-one and many-to-many of our tables, as (model, field)."""
    models = [m for m in apps.get_models(include_auto_created=True) if room(m)]
    return [
        (m, f)
        for m in models
        for f in m._meta.get_fields()
        if f.is_relation and f.concrete and isinstance(f.related_model, type)
    ]


def test_no_foreign_key_points_upward() -> None:
    found = relations()
    assert found
    assert upward(found) == []


def test_an_upward_foreign_key_would_be_found() -> None:
    down = [(m, f) for m, f in relations() if room(f.related_model) not in {"", room(m)}]
    turned = [
        (f.related_model, type("Turned", (), {"name": f.name, "related_model": m})())
        for m, f in down
    ]
    assert turned
    assert len(upward(turned)) == len(turned)
