"""Merged persons: the one who remains over any number of steps, all ids of a person, no loops."""

import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from precert.registry import consumers, identity
from precert.registry.models import Consumer
from tests import world as w

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(now):
    """Four records of Carol's, merged one into the next; her own remains. Ids, the oldest first."""
    world = w.build(now)
    carol = Consumer.objects.get(pk=world.consumers["carol"])
    ids = []
    for n in range(3):
        carol.pk, carol.member_id, carol.last_name = None, f"OLD{n}", f"Maiden{n}"
        carol.save(force_insert=True)
        ids.append(carol.pk)
    ids.append(world.consumers["carol"])
    for one, into in itertools.pairwise(ids):
        # As steps were made over the years: `merge` would point each at the one who remains then.
        Consumer.objects.filter(pk=one).update(merged_into=into)
    return ids


def test_every_id_leads_to_the_one_who_remains(chain):
    assert {identity.remaining(one) for one in chain} == {chain[-1]}
    assert all(identity.all_ids(one) == sorted(chain) for one in chain)
    assert consumers.person(chain[0]).member_id == "CO1000001"
    assert identity.remaining(999999) == 999999


def test_any_number_of_steps_costs_the_same(chain):
    counts = []
    for one in (chain[0], chain[-2]):
        with CaptureQueriesContext(connection) as found:
            consumers.person(one)
        counts.append(len(found))
    assert counts[0] == counts[1]


def test_an_old_id_and_an_old_name_find_the_person_who_remains_once(chain):
    [by_id] = consumers.by_member_id(["00198"], "old0")
    [by_name] = consumers.by_name_and_birth(["00198"], "maiden1", by_id.birth_date)
    assert by_id.id == by_name.id == chain[-1]
    assert by_id.merged_from == "Carol Maiden0, OLD0"
    assert by_name.merged_from == "Carol Maiden1, OLD1"
    [herself] = consumers.by_member_id(["00198"], "CO1000001")
    assert herself.merged_from == ""
    assert consumers.ids_with_member_id("OLD2") == sorted(chain)


def test_merging_never_makes_a_loop(chain, now):
    lena = Consumer.objects.get(member_id="CO1000002").pk
    assert identity.merge(chain[0], lena) == lena
    assert identity.remaining(chain[1]) == lena
    for one, into in itertools.product([*chain, lena], repeat=2):
        with pytest.raises(identity.MergeError, match="already one person"):
            identity.merge(one, into)
    assert Consumer.objects.filter(merged_into=None, pk__in=[*chain, lena]).count() == 1


def test_members_of_two_contracts_are_not_merged(chain):
    other = Consumer.objects.get(member_id="MS1000001").pk
    with pytest.raises(identity.MergeError, match="two contracts"):
        identity.merge(chain[-1], other)
    with pytest.raises(identity.MergeError, match="not found"):
        identity.merge(chain[-1], 999999)
