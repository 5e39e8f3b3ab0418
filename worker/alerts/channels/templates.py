"""An operator's templates: Jinja2 in a sandbox, with bounds on time and size.

Who writes a template is trusted more than who writes an article, but a slip in one must cost no more than itself. So a
template can call nothing, loop only ``MAX_TURNS`` times in all, build no text longer than ``MAX_OUTPUT``, and reach only
the values it is given. What can take its time with no bound to it (macros, blocks, inclusion, recursion) is refused when
the template is compiled.

What comes out of an expression is escaped for the channel's markup, whatever it was made of; the template's own text is
not. ``Formatted`` marks what is in that markup already.
"""

from __future__ import annotations

import difflib
import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import ImmutableSandboxedEnvironment

from worker.alerts.channels.markup import Markup

MAX_OUTPUT = 20_000
"""Characters of a rendered template, and of every text made on the way."""

MAX_TURNS = 10_000
"""Turns of all loops of one rendering together."""

_FILTERS = (
    "abs capitalize count d default dictsort first float groupby int items join last length list lower map max min "
    "reject rejectattr replace reverse round select selectattr sort string sum title trim truncate unique upper wordwrap"
).split()
"""Those of Jinja's filters that make no more of a text than there was, or whose result is looked at."""

_REFUSED: Mapping[type[nodes.Node], str] = {
    nodes.Macro: "macros",
    nodes.CallBlock: "call blocks",
    nodes.Block: "blocks",
    nodes.Extends: "extending other templates",
    nodes.Include: "including other templates",
    nodes.Import: "importing other templates",
    nodes.FromImport: "importing other templates",
    nodes.NSRef: "namespaces",
    nodes.Pow: "powers",
}


class TemplateProblem(Exception):
    """A template that cannot be used, or not for this message. ``str()`` says why, without a full stop."""

    def __init__(self, sentence: str, line: int | None = None) -> None:
        super().__init__(sentence)
        self.line = line


class _Budget:
    """What is left of one rendering."""

    def __init__(self) -> None:
        self.turns = MAX_TURNS

    def spend(self) -> None:
        self.turns -= 1
        if self.turns < 0:
            raise TemplateProblem(f"its loops take more than {MAX_TURNS:,} turns")


@pass_context
def _counted(context: Context, iterable: Iterable[Any]) -> Iterator[Any]:
    budget: _Budget = context["_budget"]
    for item in iterable:
        budget.spend()
        yield item


def _bounded(value: Any) -> Any:
    if isinstance(value, str) and len(value) > MAX_OUTPUT:
        raise TemplateProblem(f"it makes a text of more than {MAX_OUTPUT:,} characters")
    return value


def _looked_at(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def filter_(*args: Any, **kwargs: Any) -> Any:
        return _bounded(function(*args, **kwargs))

    return filter_


def _replace(text: str, old: str, new: str, count: int | None = None) -> str:
    text, old, new = str(text), str(old), str(new)
    if len(text) + text.count(old) * len(new) > MAX_OUTPUT:
        _bounded(" " * (MAX_OUTPUT + 1))
    return text.replace(old, new, -1 if count is None else count)


class _Environment(ImmutableSandboxedEnvironment):
    intercepted_binops = frozenset(("+", "*", "%", "**"))

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        if operator == "**" or (operator == "%" and isinstance(left, str | bytes)):
            raise TemplateProblem(f'"{operator}" is not available here')
        for one, other in ((left, right), (right, left)):
            if isinstance(one, str | list | tuple | bytes):
                if operator == "+" and isinstance(other, str | list | tuple | bytes):
                    if len(one) + len(other) > MAX_OUTPUT:
                        raise TemplateProblem(f"it makes a text of more than {MAX_OUTPUT:,} characters")
                elif operator == "*" and isinstance(other, int) and len(one) * other > MAX_OUTPUT:
                    raise TemplateProblem(f"it makes a text of more than {MAX_OUTPUT:,} characters")
            elif operator == "*" and isinstance(one, int) and one.bit_length() > 64:
                raise TemplateProblem("its numbers grow too large")
        return super().call_binop(context, operator, left, right)


def _environment(markup: Markup) -> _Environment:
    made = _Environment(
        undefined=StrictUndefined,
        autoescape=False,
        finalize=markup.finalize,
        keep_trailing_newline=False,
        cache_size=0,
    )
    made.globals.clear()
    made.filters = {name: _looked_at(made.filters[name]) for name in _FILTERS}
    made.filters |= {
        "replace": _looked_at(_replace),
        "bold": markup.bold,
        "link": markup.link,
        "_counted": _counted,
        "_bounded": _bounded,
    }
    return made


@functools.cache
def _environment_of(markup: Markup) -> _Environment:
    return _environment(markup)


class Compiled:
    """A template that is right as far as can be told without rendering it."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def render(self, variables: Mapping[str, Any]) -> str:
        """The text. Raises ``TemplateProblem``, and nothing else, where it cannot be made of ``variables``."""
        parts: list[str] = []
        size = 0
        try:
            for part in self._template.generate({**variables, "_budget": _Budget()}):
                size += len(part)
                if size > MAX_OUTPUT:
                    raise TemplateProblem(f"it makes a text of more than {MAX_OUTPUT:,} characters")
                parts.append(part)
        except TemplateProblem:
            raise
        except TemplateError as error:
            raise TemplateProblem(_hinted(error, variables), getattr(error, "lineno", None)) from None
        except Exception as error:  # noqa: BLE001 - whatever an expression does, it costs its own template only
            raise TemplateProblem(f"it fails: {type(error).__name__}: {str(error)[:200]}") from None
        return "".join(parts).strip()


@functools.lru_cache(maxsize=256)
def compiled(source: str, markup: Markup) -> Compiled:
    """Raises ``TemplateProblem`` where ``source`` is no template, or uses what is refused."""
    environment = _environment_of(markup)
    try:
        tree = environment.parse(_ONLY_TAGS.sub(_joined, source))
        _inspect(tree)
        _put_bounds(tree)
        return Compiled(environment.from_string(tree))
    except TemplateSyntaxError as error:
        raise TemplateProblem(_syntax(error), error.lineno) from None
    except RecursionError:
        raise TemplateProblem("it is nested too deeply") from None


_TAG = r"\{%(?:(?!%\})[^\n])*%\}|\{#(?:(?!#\})[^\n])*#\}"
_ONLY_TAGS = re.compile(rf"(?m)^[ \t]*((?:(?:{_TAG})[ \t]*)+)\n")
"""A line that holds nothing but tags."""


def _joined(line: re.Match[str]) -> str:
    """The line's tags without the line: its end moves into the last tag, so that lines are still counted rightly. Jinja's
    ``trim_blocks`` would also take the end of a line of text that closes with a tag."""
    tags = "".join(re.findall(_TAG, line[1]))
    return f"{tags[:-2]}\n{tags[-2:]}" if tags[-3] not in "-+" else f"{tags[:-3]}\n{tags[-3:]}"


def _inspect(tree: nodes.Template) -> None:
    for node in tree.find_all(nodes.Node):
        refused = _REFUSED.get(type(node))
        if refused is not None:
            raise TemplateProblem(f"{refused} are not available here", node.lineno)
        if isinstance(node, nodes.For) and node.recursive:
            raise TemplateProblem("recursive loops are not available here", node.lineno)
        if isinstance(node, nodes.Call) and not (
            isinstance(node.node, nodes.Getattr)
            and isinstance(node.node.node, nodes.Name)
            and node.node.node.name == "loop"
        ):
            raise TemplateProblem("nothing can be called here; use filters, such as x|upper", node.lineno)
        if isinstance(node, nodes.Name) and node.name.startswith("_"):
            raise TemplateProblem(f'"{node.name}": names do not start with an underscore', node.lineno)
        if isinstance(node, nodes.Filter) and (node.name not in _FILTERS and node.name not in ("bold", "link")):
            near = difflib.get_close_matches(node.name, [*_FILTERS, "bold", "link"], n=1)
            hint = f'; did you mean "{near[0]}"?' if near else f"; there are {', '.join(sorted(_FILTERS))}, bold, link"
            raise TemplateProblem(f'there is no filter "{node.name}"{hint}', node.lineno)


def _put_bounds(node: nodes.Node) -> None:
    for name, value in node.iter_fields():
        if isinstance(value, list):
            setattr(node, name, [_with_bounds(item) if isinstance(item, nodes.Node) else item for item in value])
        elif isinstance(value, nodes.Node):
            setattr(node, name, _with_bounds(value))
    if isinstance(node, nodes.For):
        assert isinstance(node.iter, nodes.Expr)
        node.iter = _filtered(node.iter, "_counted")


def _with_bounds(node: nodes.Node) -> nodes.Node:
    _put_bounds(node)
    return _filtered(node, "_bounded") if isinstance(node, nodes.Concat) else node


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    made = nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
    if node.environment is not None:
        made.set_environment(node.environment)
    return made


def _syntax(error: TemplateSyntaxError) -> str:
    sentence = (error.message or "it is no template")[:200].rstrip(".")
    return sentence[:1].lower() + sentence[1:]


def _hinted(error: TemplateError, variables: Mapping[str, Any]) -> str:
    """What went wrong, with the name that was probably meant."""
    sentence = (error.message or type(error).__name__)[:200].rstrip(".")
    missing = re.match(r"'(?:[^']* object' has no attribute ')?(\w+)'", sentence)
    known = [name for name in variables if not name.startswith("_")]
    change = variables.get("change")
    if isinstance(change, Mapping):
        known += [str(name) for name in change]
    near = difflib.get_close_matches(missing[1], known, n=1) if missing else []
    sentence = sentence.replace("'dict object'", "it").replace("'None'", "nothing").replace("'", '"')
    return f'{sentence}; did you mean "{near[0]}"?' if near else sentence
