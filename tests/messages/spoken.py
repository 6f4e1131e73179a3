"""Every message that stands in the code, as its English form with a `{}` for each gap."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import searchnews
from searchnews import errors

PACKAGE = Path(searchnews.__file__).parent

# What takes a message as its first argument, beside the errors of this library.
SAYING = {"say", "UsageError", "BadParameter", "ClickException", "Interrupted"}
SAYING |= {"_error", "_damage", "_nonsense", "incompatible", "told"}

# These have no text of their own, or are never told to people: damaged bytes within damaged bytes.
SILENT = {"AttributeError", "NotImplementedError"}


def messages() -> dict[str, str]:
    """Give every message, and where it stands."""
    found: dict[str, str] = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        constants = _constants(tree)
        for scope in [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)] + [tree]:
            names = constants | _reasons(scope, constants)
            for node in ast.walk(scope):
                for text in _said(node, names):
                    found.setdefault(text, f"{file.name}:{node.lineno}")
    return found


def counted() -> dict[str, str]:
    """Give every message that counts (its plural), and where it stands."""
    found = {}
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and _name(node.func) == "counted" and len(node.args) > 2:
                for text in _texts(node.args[1], {}):
                    found[text] = f"{file.name}:{node.lineno}"
    return found


def _said(node: ast.AST, names: dict[str, list[str]]) -> Iterator[str]:
    if not isinstance(node, ast.Call) or not node.args:
        return
    name = _name(node.func)
    if name in SAYING or (name in errors.__all__ and name not in SILENT):
        at = 0
        yield from (text for text in _texts(node.args[at], names) if _is_message(text))


def _is_message(text: str) -> bool:
    return any(char.isalpha() for char in text.replace("{}", ""))


def _name(function: ast.expr) -> str:
    return (
        function.id if isinstance(function, ast.Name) else function.attr if isinstance(function, ast.Attribute) else ""
    )


def _constants(tree: ast.Module) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in tree.body:
        target = node.targets[0] if isinstance(node, ast.Assign) else getattr(node, "target", None)
        value = getattr(node, "value", None)
        if isinstance(target, ast.Name) and value is not None and (texts := _texts(value, {})):
            found[target.id] = texts
    return found


def _reasons(scope: ast.AST, constants: dict[str, list[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for node in ast.walk(scope):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found.setdefault(node.targets[0].id, []).extend(_texts(node.value, constants))
    return {name: texts for name, texts in found.items() if name in ("reason", "what")}


def _texts(node: ast.expr, names: dict[str, list[str]]) -> list[str]:
    """Give the texts that an expression can be; none where that cannot be told."""
    if isinstance(node, ast.Constant):
        return [node.value] if isinstance(node.value, str) else []
    if isinstance(node, ast.Name):
        return names.get(node.id, [])
    if isinstance(node, ast.IfExp):
        return _texts(node.body, names) + _texts(node.orelse, names)
    if isinstance(node, ast.BoolOp):
        return [text for value in node.values for text in _texts(value, names)]
    if isinstance(node, ast.JoinedStr):
        return ["".join(_piece(value, names) for value in node.values)]
    return []


def _piece(node: ast.expr, names: dict[str, list[str]]) -> str:
    if isinstance(node, ast.Constant):
        return str(node.value)
    assert isinstance(node, ast.FormattedValue)
    known = names.get(node.value.id, []) if isinstance(node.value, ast.Name) and node.value.id.isupper() else []
    if known:
        return known[0]
    return "'{}'" if node.conversion == ord("r") else "{}"
