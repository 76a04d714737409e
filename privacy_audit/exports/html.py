"""The report as one HTML file that needs nothing else: no script, nothing remote, good on paper."""

import base64
import functools
import hashlib
from typing import TYPE_CHECKING

from ..audit.progress import SERIES
from ..audit.report import Report
from ..dates import short
from ..text import TEXT_LIMIT, clean, size_in_words
from . import wording
from .chart import chart

if TYPE_CHECKING:
    from jinja2 import Environment


def render(report: Report) -> str:
    """Return the whole report as an HTML document."""
    from markupsafe import Markup

    css = _css()
    template = _environment().get_template("report.html.j2")
    values = {
        "words": wording,
        "short": short,
        "series": SERIES,
        "chart": chart(report.progress, report.today),
        "size": size_in_words,
    }
    return template.render(report=report, css=Markup(css), csp=_policy(css), **values)


def _policy(css: str) -> str:
    """Return a Content-Security-Policy that allows this one style sheet and nothing else."""
    digest = base64.b64encode(hashlib.sha256(css.encode()).digest()).decode()
    return f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"


@functools.cache
def _css() -> str:
    environment = _environment()
    source = environment.loader.get_source(environment, "report.css")[0]
    return source.replace("\r\n", "\n")


@functools.cache
def _environment() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    return Environment(
        loader=PackageLoader("privacy_audit.exports"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_finalize,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _finalize(value: object) -> object:
    """Clean every text that the template shows; escaping follows. all other values pass as they are."""
    return clean(value, TEXT_LIMIT) if type(value) is str else value
