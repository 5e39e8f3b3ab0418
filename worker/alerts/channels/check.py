"""What can be told of a hook without sending anything: its templates, its secrets, its program, its service."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping

from domain.alerts import Hook
from domain.targets import decode_secret
from worker.alerts.channels.base import Unusable, resolve
from worker.alerts.channels.markup import CHAT, MARKDOWN, PLAIN, Markup
from worker.alerts.channels.samples import samples
from worker.alerts.channels.text import variables_of

Fault = tuple[str, str, int | None]
"""The key, what is wrong with it and the line within its text, from 1."""

_MESSAGES = {
    "template": ("change",),
    "title_template": ("change",),
    "digest_template": ("digest",),
    "notice_template": ("notice", "silence"),
}


def faults(hook: Hook, environ: Mapping[str, str] | None) -> Iterator[Fault]:
    """Everything that will keep ``hook`` from telling, or from telling in its own words; without ``environ`` only what is the
    same in every process: another one may have secrets and programs that this one has not."""
    yield from _templates(hook)
    if environ is None:
        return
    missing = list(_secrets(hook, environ))
    yield from missing
    if hook.kind == "apprise" and hook.url is not None and not missing:
        from worker.alerts.channels.services import instance

        try:
            instance(resolve(hook.url, "url", environ))
        except Unusable as error:
            yield "url", str(error), None
    if hook.kind == "command":
        path = environ.get("PATH", "/usr/local/bin:/usr/bin:/bin")
        if shutil.which(hook.command[0], path=path) is None:
            yield "command", f'there is no program "{hook.command[0]}" that could be run', None


def _secrets(hook: Hook, environ: Mapping[str, str]) -> Iterator[Fault]:
    given = {"url": (hook.url,) if hook.url else (), "secrets": tuple(s.get_secret_value() for s in hook.secrets)}
    given["password"] = (hook.password.get_secret_value(),) if hook.password is not None else ()
    for key, values in given.items():
        for value in values:
            try:
                found = resolve(value, {"secrets": "secret"}.get(key, key), environ)
                if key == "secrets":
                    decode_secret(found)
            except (Unusable, ValueError) as error:
                yield key, str(error), None


def _templates(hook: Hook) -> Iterator[Fault]:
    """Each template, tried on every kind of message that it is for: an alert that it fails for is told in default words."""
    if not hook.templates:
        return
    from worker.alerts.channels.templates import TemplateProblem, compiled

    every = list(samples(hook.kinds))
    for key, source in hook.templates.items():
        markup = _markup(hook, key)
        try:
            template = compiled(source, markup)
        except TemplateProblem as problem:
            yield key, f"{problem}; default texts are sent instead", problem.line
            continue
        failing: dict[str, list[str]] = {}
        for name, message in every:
            if message.kind not in _MESSAGES[key]:
                continue
            try:
                if not template.render(variables_of(hook, message, markup)):
                    failing.setdefault("it gives an empty text", []).append(name)
            except TemplateProblem as problem:
                failing.setdefault(str(problem), []).append(name)
        for reason, names in failing.items():
            some = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
            yield key, f"{reason}; default texts are sent instead for {some}", None


def _markup(hook: Hook, key: str) -> Markup:
    if hook.kind != "apprise":
        return PLAIN
    return CHAT if key == "title_template" or hook.format == "text" else MARKDOWN
