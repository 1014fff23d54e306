from __future__ import annotations

import copy
import pickle
from collections.abc import Callable
from dataclasses import FrozenInstanceError, asdict, dataclass, field, fields, is_dataclass, replace
from typing import Any, cast

import pytest

from hrtui.value import frozen


@frozen
class Late:
    """A value made late."""

    name: str
    count: int = 0
    tags: tuple[str, ...] = ()
    notes: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Early:
    """The same made at once."""

    name: str
    count: int = 0
    tags: tuple[str, ...] = ()
    notes: dict[str, int] = field(default_factory=dict, compare=False, repr=False)


@frozen(order=True)
class Ordered:
    """A value with an order."""

    first: int
    second: int = 0


def fresh() -> Any:
    """A class of which nothing was used yet."""

    @frozen
    class Fresh:
        """A value made late."""

        name: str
        count: int = 0

    return Fresh


def test_a_value_is_a_dataclass_of_the_same_fields_defaults_and_slots() -> None:
    assert [(each.name, each.type, each.default) for each in fields(Late)] == [
        (each.name, each.type, each.default) for each in fields(Early)
    ]
    assert Late.__slots__ == Early.__slots__  # type: ignore[attr-defined]
    assert Late.__match_args__ == Early.__match_args__
    assert not hasattr(Late("a"), "__dict__")
    assert is_dataclass(Late)


def test_a_value_is_built_shown_compared_and_hashed_as_a_dataclass_is() -> None:
    late, early = Late("a", 2, ("x",)), Early("a", 2, ("x",))
    assert repr(late) == repr(early).replace("Early", "Late")
    assert hash(late) == hash(early)
    assert late == Late("a", 2, ("x",), {"other": 1})
    assert late != Late("a", 3, ("x",))
    assert late != cast(object, early)
    assert asdict(late) == asdict(early)
    assert replace(late, count=9) == Late("a", 9, ("x",))
    assert Late("a").notes is not Late("a").notes


@pytest.mark.parametrize("use", [repr, hash, lambda each: each == each, copy.copy, copy.deepcopy])
def test_what_is_used_first_makes_no_difference(use: Callable[[object], object]) -> None:
    kind = fresh()
    made = object.__new__(kind)
    object.__setattr__(made, "name", "a")
    object.__setattr__(made, "count", 1)
    use(made)
    assert made == kind("a", 1)


def test_a_missing_or_unknown_argument_is_refused_in_the_words_of_a_dataclass() -> None:
    with pytest.raises(TypeError, match="missing 1 required positional argument: 'name'"):
        fresh()()
    with pytest.raises(TypeError, match="unexpected keyword argument 'colour'"):
        fresh()("a", colour="red")


def test_a_value_is_never_changed() -> None:
    late = Late("a")
    with pytest.raises(FrozenInstanceError):
        late.name = "b"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        del late.name
    assert late.name == "a"


def test_a_value_goes_to_another_process_and_back() -> None:
    late = Late("a", 2, ("x",), {"n": 1})
    back = pickle.loads(pickle.dumps(late))
    assert (back, back.notes) == (late, {"n": 1})


def test_values_with_an_order_are_sorted_by_their_fields() -> None:
    assert Ordered(1, 2) < Ordered(2, 1)
    assert sorted([Ordered(2), Ordered(1, 5), Ordered(1)]) == [Ordered(1), Ordered(1, 5), Ordered(2)]
    with pytest.raises(TypeError):
        _ = Late("a") < Late("b")  # type: ignore[operator]


def test_fields_by_name_alone_are_taken_by_name_alone() -> None:
    @frozen
    class Named:
        """A value with a field that has no place."""

        name: str
        size: int = field(kw_only=True, default=1)

    assert Named("a", size=2).size == 2
    with pytest.raises(TypeError):
        Named("a", 2)  # type: ignore[call-arg]


def test_a_dataclass_may_be_made_of_a_value() -> None:
    @dataclass(frozen=True, slots=True)
    class More(Late):
        """A value with one field more."""

        colour: str = "red"

    assert More("a", colour="blue") == More("a", 0, (), {}, "blue")


def test_methods_of_its_own_stay() -> None:
    @frozen
    class Sealed:
        """A value that shows nothing."""

        secret: str

        def __repr__(self) -> str:
            return "sealed"

    assert (repr(Sealed("x")), Sealed("x")) == ("sealed", Sealed("x"))
    assert repr(Sealed("y")) == "sealed"
