"""The Python face: the verbs as functions, and the examples of the package as they are."""

from __future__ import annotations

import doctest

import pytest

import steelyard
from steelyard.questions.registry import VERBS, Verb


@pytest.mark.parametrize("verb", VERBS, ids=lambda verb: verb.name)
def test_every_verb_is_a_function_of_the_package(verb: Verb) -> None:
    name = verb.home.rpartition(":")[2]
    assert getattr(steelyard, name) is verb.function()
    assert name in steelyard.__all__


def test_every_name_that_is_offered_exists() -> None:
    assert all(getattr(steelyard, name) is not None for name in steelyard.__all__)
    assert list(steelyard.__all__) == sorted(steelyard.__all__)
    with pytest.raises(AttributeError, match="bogus"):
        _ = steelyard.bogus


def test_dir_names_the_verbs() -> None:
    assert dir(steelyard) == sorted(steelyard.__all__)
    assert {verb.home.rpartition(":")[2] for verb in VERBS} <= set(dir(steelyard))


def test_the_examples_of_the_package_are_true() -> None:
    found = doctest.testmod(steelyard)
    assert found.attempted
    assert not found.failed
