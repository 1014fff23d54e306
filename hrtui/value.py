"""Values: frozen dataclasses that cost little to declare, so that a module full of them is imported in a moment."""

from __future__ import annotations

import operator
from collections.abc import Callable
from dataclasses import MISSING, Field, FrozenInstanceError, dataclass, field, fields
from typing import Any, TypeVar, dataclass_transform, overload

T = TypeVar("T")
Method = Callable[..., Any]
_ABSENT = object()


@overload
def frozen(cls: type[T], /) -> type[T]: ...
@overload
def frozen(*, order: bool = False) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(cls: type[T] | None = None, /, *, order: bool = False) -> type[T] | Callable[[type[T]], type[T]]:
    """What `dataclass(frozen=True, slots=True)` makes of a class, for a tenth of the time.

    A dataclass has some six methods compiled from text for each class, though most classes that a start imports are not
    used in that run. Here `__init__` alone is, when it is first called; the others ask for all fields at once.
    """
    return _made(cls, order) if cls is not None else lambda each: _made(each, order)


def _made(cls: type[T], order: bool) -> type[T]:
    """The class with its fields and slots, and the methods it has not itself."""
    own = frozenset(cls.__dict__)
    made: Any = dataclass(init=False, repr=False, eq=False, slots=True)(cls)
    made.__dataclass_params__.frozen = True  # dataclasses may be made of it
    methods = _FROZEN | _compared(fields(made), order)
    for name in methods.keys() - own:
        setattr(made, name, methods[name])
    made.__init__ = _first_init(made)
    kind: type[T] = made
    return kind


def _first_init(cls: Any) -> Method:
    """An `__init__` that has the one proper compiled in its own place, and calls it."""

    def init(self: object, *args: object, **named: object) -> None:
        cls.__init__ = _init(cls)
        cls.__init__(self, *args, **named)

    return init


def _init(cls: Any) -> Method:
    """The `__init__` of a value: a parameter for each field, in the order of a dataclass, put into its slot."""
    names: dict[str, Any] = {"_absent": _ABSENT}
    parameters, lines, has_star = ["self"], list[str](), False
    for each in sorted(fields(cls), key=lambda each: each.kw_only is True):
        name = each.name
        names[f"_set_{name}"] = getattr(cls, name).__set__
        given = name if each.init else f"_default_{name}"
        if each.default is not MISSING:
            names[f"_default_{name}"] = each.default
        elif each.default_factory is not MISSING:
            names |= {f"_default_{name}": _ABSENT, f"_factory_{name}": each.default_factory}
            given = f"_factory_{name}() if {given} is _absent else {given}"
        lines.append(f"  _set_{name}(self, {given})")
        if each.init:
            parameters += ["*"] if each.kw_only and not has_star else []
            has_star = each.kw_only is True
            parameters.append(f"{name}=_default_{name}" if f"_default_{name}" in names else name)
    lines.append("  self.__post_init__()" if hasattr(cls, "__post_init__") else "  return")
    exec(f"def __init__({', '.join(parameters)}):\n" + "\n".join(lines), names)  # noqa: S102  (names of fields alone)
    made: Method = names["__init__"]
    made.__qualname__ = f"{cls.__qualname__}.__init__"
    return made


def _compared(known: tuple[Field[Any], ...], order: bool) -> dict[str, Method]:
    """Equality, hash and, where it is asked for, order, by the fields that take part in it."""
    of = _getter([each.name for each in known if each.compare])
    hashed = _getter([each.name for each in known if (each.compare if each.hash is None else each.hash)])

    def compared(compare: Callable[[Any, Any], bool]) -> Method:
        def method(self: object, other: object) -> bool:
            return compare(of(self), of(other)) if other.__class__ is self.__class__ else NotImplemented

        return method

    ordered = {"__lt__": operator.lt, "__le__": operator.le, "__gt__": operator.gt, "__ge__": operator.ge}
    return {
        "__eq__": compared(operator.eq),
        "__hash__": lambda self: hash(hashed(self)),
        **({name: compared(compare) for name, compare in ordered.items()} if order else {}),
    }


def _getter(names: list[str]) -> Callable[[object], Any]:
    """The values of these fields of one value."""
    return operator.attrgetter(*names) if names else lambda _: ()


def _shown(self: Any) -> str:
    shown = ", ".join(f"{each.name}={getattr(self, each.name)!r}" for each in fields(self) if each.repr)
    return f"{self.__class__.__qualname__}({shown})"


def _refuse_to_set(self: object, name: str, given: object) -> None:
    raise FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(self: object, name: str) -> None:
    raise FrozenInstanceError(f"cannot delete field {name!r}")


def _state(self: Any) -> list[object]:
    return [getattr(self, each.name) for each in fields(self)]


def _restore(self: Any, state: list[object]) -> None:
    for each, kept in zip(fields(self), state, strict=True):
        object.__setattr__(self, each.name, kept)


_FROZEN: dict[str, Method] = {
    "__repr__": _shown,
    "__setattr__": _refuse_to_set,
    "__delattr__": _refuse_to_delete,
    "__getstate__": _state,
    "__setstate__": _restore,
}
