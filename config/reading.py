"""TOML files -> checked models. Whatever is wrong is answered with the file, the line and the nearest valid key."""

import re
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from errors import ConfigError

MOST_NAMED = 20  # names that fit into one line of an error

Model = TypeVar("Model", bound=BaseModel)
Loc = tuple[int | str, ...]


def read_toml(path: Path) -> dict[str, Any]:
    """The tables of a TOML file. Raises ConfigError naming the file, and the line where there is one."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise ConfigError(str(path), "there is no such file", "create it, or point the setting elsewhere") from None
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(str(path), f"cannot be read ({error})") from error
    except tomllib.TOMLDecodeError as error:
        where = re.search(r"\(at line (\d+), column (\d+)\)", str(error))
        line = f":{where[1]}" if where else ""
        problem = re.sub(r" \(at .*\)$", "", str(error))
        raise ConfigError(f"{path}{line}", f"is not valid TOML: {problem}") from None


def merged(shipped: Mapping[str, Any], local: Mapping[str, Any]) -> dict[str, Any]:
    """The shipped tables with a user's own over them, key by key; lists and plain values are replaced whole."""
    result = dict(shipped)
    for key, value in local.items():
        both_tables = isinstance(value, Mapping) and isinstance(result.get(key), Mapping)
        result[key] = merged(result[key], value) if both_tables else value
    return result


def check(
    model: type[Model],
    tables: Mapping[str, Any],
    files: Sequence[Path],
    under: Loc = (),
    named: Callable[[Loc], str] | None = None,
) -> Model:
    """`tables` as a `model`. `files` are where they came from, the one that wins first; `under` is the tables' own path
    inside the file; `named` says where a value stands that came from no file. Raises ConfigError for the first thing
    that is wrong."""
    try:
        return model.model_validate(tables)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = (*under, *first["loc"])
        place = named(where) if named else locate(files, where)
        raise ConfigError(place, _problem(first, where), _advice(model, first)) from None


def locate(files: Sequence[Path], where: Loc) -> str:
    """`file:line` of the innermost part of `where` that can be found in one of the files.

    tomllib gives no positions, so the line is found by looking for the table's header and then for the key below it.
    """
    found = [(file, *_find_line(file.read_text(encoding="utf-8"), where)) for file in files if file.exists()]
    if not found:
        return ".".join(map(str, where))
    file, _, line = max(found, key=lambda item: item[1])  # the first file wins a tie, for max keeps the first
    return f"{file}:{line}" if line else str(file)


def _find_line(text: str, where: Loc) -> tuple[int, int]:
    """How many parts of `where` were found, and the line (from 1; 0 if none) of the last one."""
    depth = line = start = 0
    lines = text.splitlines()
    names = [part for part in where if isinstance(part, str)]
    arrays = {part: where[i + 1] for i, part in enumerate(where[:-1]) if isinstance(where[i + 1], int)}
    for taken in range(len(names), 0, -1):  # the longest table header that stands in the file
        header = re.compile(r"^\s*\[\[?\s*" + r"\s*\.\s*".join(_key(n) for n in names[:taken]) + r"\s*\]\]?\s*(#.*)?$")
        hits = [number for number, content in enumerate(lines) if header.match(content)]
        position = arrays.get(names[taken - 1], 0)
        if hits:
            chosen = hits[min(int(position), len(hits) - 1)]
            depth, line, start = taken, chosen + 1, chosen + 1
            break
    end = len(lines)
    for name in names[depth:]:
        pattern = re.compile(r"(^\s*|[{,]\s*|\.\s*)" + _key(name) + r"\s*[=.]")
        for number in range(start, end):
            if depth and number > start and re.match(r"^\s*\[", lines[number]) and "=" not in lines[number]:
                break
            if pattern.search(lines[number]):
                depth, line, start = depth + 1, number + 1, number
                if name in arrays:
                    start, end = _element(lines, number, int(arrays[name]))
                    line = start + 1
                break
    return depth, line


# What a value is made of, as far as counting the elements of a list goes: strings and comments may hold brackets.
_PIECES = re.compile(
    r'"""[\s\S]*?"""|"(?:\\.|[^"\\\n])*"'
    r"|'''[\s\S]*?'''|'[^'\n]*'"
    r"|#[^\n]*|[\[{\]},\n]|[^\s\[{\]},\"'#]+"
)


def _element(lines: Sequence[str], first: int, index: int) -> tuple[int, int]:
    """The lines (from 0; first, and the one after the last) of one element of the list that begins in line `first`."""
    rest = "\n".join(lines[first:])
    nesting, count, number, begun = 0, 0, first, first
    new = True  # whether the next piece begins an element
    for piece in _PIECES.finditer(rest[rest.index("=") + 1 :]):
        text = piece[0]
        if text == "\n" or text.startswith("#"):
            number += text == "\n"
            continue
        if text in "]}":
            nesting -= 1
            if nesting == 0:
                return begun, number + 1
        elif text == "," and nesting == 1:
            if count == index:
                return begun, number + 1
            count, new = count + 1, True
            continue
        elif nesting == 1 and new:
            begun, new = number, False
        nesting += text in "[{"
        number += text.count("\n")
    return begun, len(lines)


def _key(name: str) -> str:
    return rf"[\"']?{re.escape(name)}[\"']?"


def _problem(error: Mapping[str, Any], where: Loc) -> str:
    name = where[-1] if where else "the file"
    if error["type"] == "extra_forbidden":
        return f"`{name}` is not a key here"
    if error["type"] == "union_tag_invalid":
        kind, kinds = error["ctx"]["tag"], error["ctx"]["expected_tags"].replace("'", "")
        return f"`kind`: there is no `{kind}` (there are {kinds})"
    if error["type"] == "union_tag_not_found":
        return "`kind` is missing"
    if error["type"] == "missing":
        return f"`{name}` is missing"
    said = str(error["msg"]).removeprefix("Value error, ")
    if error["type"] == "value_error" and not isinstance(error.get("input"), str):
        return said
    return f"`{name}`: {said}"


def _advice(model: type[BaseModel], error: Mapping[str, Any]) -> str:
    if error["type"] != "extra_forbidden":
        return ""
    typo = str(error["loc"][-1])
    owner = _owner(model, error["loc"][:-1])
    valid = list(owner.model_fields) if owner else []
    if f"{typo}_env" in valid:
        return f'a secret stands in the environment: write {typo}_env = "THE_NAME_OF_ITS_VARIABLE"'
    return nearest(typo, valid)


def nearest(typo: str, valid: Sequence[str]) -> str:
    """Advice that names the valid key nearest to a typo, or all of them where none is near."""
    close = get_close_matches(typo, valid, n=1, cutoff=0.6)
    if close:
        return f"did you mean `{close[0]}`?"
    if len(valid) > MOST_NAMED:
        close = get_close_matches(typo, valid, n=3, cutoff=0.0)
        return f"the nearest are {', '.join(f'`{name}`' for name in close)}"
    return f"valid here: {', '.join(sorted(valid))}" if valid else ""


def _owner(model: type[BaseModel], path: Sequence[int | str]) -> type[BaseModel] | None:
    """The model that the key at the end of `path` belongs to, found through the annotations of the fields."""
    current: type[BaseModel] | None = model
    kinds: list[type[BaseModel]] = []
    for part in path:
        if isinstance(part, int) or current is None:
            continue
        field = current.model_fields.get(part)
        if field is None:
            # The key of a mapping, such as the id of a concept: its value is the same model. Or the tag of a union.
            current = next((model for model in kinds if _is_tagged(model, part)), current)
            continue
        kinds = list(_models_in(field.annotation))
        current = next(iter(kinds), None)
    return current


def _is_tagged(model: type[BaseModel], tag: str) -> bool:
    """Whether a table of this `kind` is read as this model."""
    kind = model.model_fields.get("kind")
    return kind is not None and tag in getattr(kind.annotation, "__args__", ())


def has_tables(annotation: object) -> bool:
    """Whether a field of this type holds tables: a model, or a list of models."""
    return any(_models_in(annotation))


def _models_in(annotation: object) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
        return
    for inner in getattr(annotation, "__args__", ()):
        yield from _models_in(inner)
