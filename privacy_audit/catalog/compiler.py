"""Turn the checklists, one text file per organisation, into one dictionary that is quick to load.

Only the standard library is used and nothing of the package is imported: the build hook loads this
file by its path. A file that cannot be read is left out and named in ``problems``; the others stay usable.
"""

import csv
import re
import tomllib
from pathlib import Path

#: A checklist file is a page of text; a larger one is something else.
SIZE_LIMIT = 1_000_000
_SIGNS = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\U000e0000-\U000e007f]"
)
_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


def _each(keys: str, sort: str) -> dict[str, str]:
    return dict.fromkeys(keys.split(), sort)


# What a key must hold, where it is there: a text, a number, a date, a list of texts, a table or a list of tables.
# `catalog check` says much more; this is what the program could not live with.
_SOURCE = _each("url note", "text") | {"dated": "date"}
_ACTION = (
    _each("id do via title when url email phone post cost lasts routine", "text")
    | _each("steps only_in after covers needs law cites", "texts")
    | _each("minutes takes_days lasts_months recheck_months", "number")
)
_ORGANISATION = (
    _each("id name kind theme impact confidence legal_name parent body_of hint scores caution now now_at", "text")
    | _each("countries regions presumed domains brands family formerly holds tags", "texts")
    | {"closed": "date", "find": "table", "actions": "tables", "sources": "tables"}
    | _each("drop_reaches drop_why", "text")
)
_THEME = (
    _each("id title short essay counterpart honest_limit people_at_risk", "text")
    | {"order": "number", "what_helps": "texts", "now": "tables", "corrections": "tables"}
    | {"rhythm_days": "number"}
)  # fmt: skip
_LAW = (
    _each("id name citation jurisdiction stands_for in_force confidence", "text")
    | _each("applies_to exempt private_action fines only_for unless_named probably", "text")
    | {"effective": "date", "binds": "texts", "exemptions": "tables", "rights": "tables", "regulator": "table"}
    | {"letters": "table", "sources": "tables"}
)  # fmt: skip
_RIGHT = (
    _each("right section day_kind starts ack_kind appeal_kind in_force only_after extension_when notes", "text")
    | _each("cite cite_es cite_fr", "text")
    | _each("respond_days extension_days acknowledge_days appeal_days post_days before_days free_per_year", "number")
    | {"since": "date", "kinds": "texts"}
)  # fmt: skip
_EXEMPTION = {"why": "text"} | _each("kinds laws also_named regions", "texts")
_OFFICE = _each("name covers complaint_url phone post confidence", "text") | {"sources": "tables"}
_REGULATOR = (
    _each("name complaint_url phone post addressee addressee_fr post_fr within_kind within_from", "text")
    | {"within": "number"}
)  # fmt: skip
_LETTERS = _each("speech name name_es name_fr code recipients", "text")
_OFFICES = _each("id jurisdiction", "text") | {"offices": "tables"}
_PACK = (
    _each("id title about note", "text") | {"order": "number"} | _each("countries regions organisations", "texts")
)  # fmt: skip
_REGISTRY = (
    _each("id name jurisdiction about licence hint routine", "text")
    | {"dated": "date", "minutes": "number", "takes_days": "number", "law": "texts", "editions": "tables"}
)  # fmt: skip
_FIND = _each("how url template", "text")
_STATEMENT = _SOURCE | {"text": "text", "countries": "texts"}
_INNER = {"find": _FIND, "actions": _ACTION, "sources": _SOURCE, "now": _STATEMENT, "corrections": _STATEMENT}
_INNER |= {"rights": _RIGHT, "exemptions": _EXEMPTION, "regulator": _REGULATOR, "offices": _OFFICE, "letters": _LETTERS}
_INNER["editions"] = _SOURCE | _each("drop_reaches drop_why", "text")
_SEARCH = _each("id title query why", "text") | {"needs": "texts"}
_EVENT = (
    _each("title said about asks", "text") | {"order": "number", "advice": "texts", "rules": "tables"}
    | {"sources": "tables"}
)  # fmt: skip
_RULE = _each("actions kinds themes do needs countries if_named", "texts") | {
    "why": "text", "only": "text", "within_days": "number", "within_why": "text",
}  # fmt: skip
_BROWSER = _each("id name signal note", "text") | {"steps": "texts", "sources": "tables"}
_NEEDED = {
    "organisation": ("id", "name", "kind", "theme", "countries", "impact", "confidence"),
    "theme": tuple(key for key in _THEME if key not in ("now", "corrections", "rhythm_days")),
    "law": ("id", "name", "citation", "jurisdiction"),
    "places": ("id", "jurisdiction", "offices"),
    "offices": ("name", "covers"),
    "rights": ("right",),
    "exemptions": ("whole", "why"),
    "regulator": ("name",),
    "pack": ("id", "order", "title", "about", "organisations"),
    "registry": tuple(_REGISTRY),
    "editions": ("url", "dated", "drop_reaches", "drop_why"),
    "actions": ("id", "do", "via", "minutes"),
    "now": ("text",),
    "corrections": ("text",),
}
_SHAPES = {"organisation": _ORGANISATION, "theme": _THEME, "law": _LAW, "pack": _PACK, "registry": _REGISTRY}
_SHAPES["places"] = _OFFICES
_COLUMNS = ("id", "name", "also", "domain", "url", "dated", "curated")


def compile_tree(root: Path, own: bool = False, routines: dict[str, dict] | None = None) -> dict:
    """Read a folder of checklists whole.

    `own` marks the person's own folder, which needs organisations only and uses the catalogue's `routines`. The
    result has ``organisations``, ``formerly``, ``themes``, ``laws``, ``offices``, ``regions``, ``fields``, ``walks``,
    ``packs``, ``searches``, ``events``, ``gpc``, ``registries``, ``routines``, ``problems``.
    """
    problems: list[str] = []
    routines = _read_routines(root / "routines.toml", problems) if routines is None else routines
    pattern = "**/*.toml" if own else "organisations/*/*.toml"
    organisations = _read_all(root, pattern, "organisation", problems, routines)
    for raw in organisations.values():
        raw["checked"] = newest_date(raw.get("sources", []))
        if own:
            raw["own"] = True
    formerly = {old: raw["id"] for raw in organisations.values() for old in raw.get("formerly", ())}
    registries = {} if own else _read_all(root, "registries/*.toml", "registry", problems)
    for id, registry in registries.items():
        formerly |= _add_registered(root / f"registries/{id}.csv", registry, organisations, routines, problems)
    _expand_registered(organisations)
    themes = {} if own else _read_all(root, "themes/*.toml", "theme", problems)
    return {
        "organisations": organisations,
        "formerly": formerly,
        "themes": sorted(themes.values(), key=_order),
        "laws": {} if own else _read_all(root, "laws/**/*.toml", "law", problems),
        "offices": {} if own else _read_all(root, "offices/*.toml", "places", problems),
        "regions": _read_table(root / "regions.toml", own, problems),
        "fields": _read_table(root / "fields.toml", own, problems),
        "walks": _read_table(root / "walks.toml", own, problems),
        "packs": [] if own else sorted(_read_all(root, "packs/*.toml", "pack", problems).values(), key=_order),
        "searches": {} if own else _read_searches(root / "searches.toml", problems),
        "events": {} if own else _read_events(root / "events.toml", problems),
        "gpc": {} if own else _read_gpc(root / "gpc.toml", problems),
        "registries": registries,
        "routines": routines,
        "problems": problems,
    }


def newest_date(sources: list[dict]) -> str | None:
    """Return the newest date among sources, as exactly as it is known ("2026", "2026-07" or "2026-07-31")."""
    return max((str(source["dated"]) for source in sources if source.get("dated")), default=None)


def _order(raw: dict) -> int:
    return raw["order"]


def _read_all(
    root: Path, pattern: str, role: str, problems: list[str], routines: dict | None = None
) -> dict[str, dict]:
    """Return the files of one sort by their id; those that the program could not live with are named instead."""
    found: dict[str, dict] = {}
    for path in sorted(root.glob(pattern)):
        raw = _read_one(path, problems)
        fault = raw is not None and (
            _fault(raw, path, role) or _twice(raw["id"], found) or _unroll(raw, routines or {})
        )
        if fault:
            problems.append(f"{path}: {fault}")
        elif raw is not None:
            found[raw["id"]] = raw
    return found


def _read_table(path: Path, own: bool, problems: list[str]) -> dict:
    return {} if own else _read_one(path, problems) or {}


def _read_routines(path: Path, problems: list[str]) -> dict[str, dict]:
    """Return the routines by name: steps that many files share. A folder need not have any."""
    raw = _read_one(path, problems) or {} if path.exists() else {}
    bad = [name for name, one in raw.items() if not isinstance(one, dict) or not _fits(one.get("steps"), "texts")]
    problems.extend(f"{path}: the routine {name!r} has no steps" for name in bad)
    return {name: one for name, one in raw.items() if name not in bad}


def _read_searches(path: Path, problems: list[str]) -> dict:
    """Return the engines and the searches for one's own name. A folder need not have any."""
    raw = _read_one(path, problems) or {} if path.exists() else {}
    engines, searches = raw.get("engines", {}), raw.get("searches", [])
    if not _fits(engines, "table") or not _fits(list(engines.values()), "texts") or not _fits(searches, "tables"):
        problems.append(f"{path}: engines or searches have another shape; run: privacy-audit catalog check")
        return {}
    wrong = [fault for one in searches if (fault := _misfit(one, _SEARCH, ("id", "title", "query", "why")))]
    problems.extend(f"{path}: {fault}; run: privacy-audit catalog check" for fault in wrong)
    return {} if wrong else {"engines": engines, "searches": searches}


def _read_events(path: Path, problems: list[str]) -> dict[str, dict]:
    """Return the changes in a life and what they touch, by id. A folder need not have any."""
    raw = _read_one(path, problems) or {} if path.exists() else {}
    wrong = {id: fault for id, one in raw.items() if (fault := _event_fault(one))}
    problems.extend(f"{path}: {id}: {fault}; run: privacy-audit catalog check" for id, fault in wrong.items())
    return {id: one for id, one in raw.items() if id not in wrong}


def _read_gpc(path: Path, problems: list[str]) -> dict:
    """Return how browsers are made to send Global Privacy Control. A folder need not have it."""
    raw = _read_one(path, problems) or {} if path.exists() else {}
    if not raw:
        return {}
    browsers = raw.get("browsers", [])
    wrong = _misfit(raw, _each("verify verify_url", "text") | {"browsers": "tables"}, ("verify", "verify_url"))
    if not wrong:
        faults = (_misfit(one, _BROWSER, ("id", "name", "signal", "steps")) for one in browsers)
        wrong = next(filter(None, faults), None)
    if wrong:
        problems.append(f"{path}: {wrong}; run: privacy-audit catalog check")
    return {} if wrong else raw


def _event_fault(raw: object) -> str | None:
    """Say what the program could not live with in one change of events.toml."""
    if not isinstance(raw, dict):
        return "it is no table"
    if fault := _misfit(raw, _EVENT, ("order", "title", "said", "about")):
        return fault
    parts = [(rule, _RULE, ("why",)) for rule in raw.get("rules", ())]
    parts += [(source, _SOURCE, ()) for source in raw.get("sources", ())]
    return next((fault for part in parts if (fault := _misfit(*part))), None)


def _add_registered(
    path: Path, registry: dict, organisations: dict[str, dict], routines: dict, problems: list[str]
) -> dict[str, str]:
    """Add an organisation for each row of a public register that no file describes; return who describes the others."""
    editions = {edition["dated"]: edition for edition in registry["editions"]}
    steps = routines.get(registry["routine"], {}).get("steps", ["Open the page and ask them to delete your data."])
    described = {}
    for row in _read_one(path, problems, _rows) or ():
        if row["curated"] in organisations:
            described[row["id"]] = row["curated"]
        elif not row["id"] or not row["name"] or row["id"] in organisations or row["dated"] not in editions:
            problems.append(f"{path}: the row of {row['id']!r} cannot be used; run: privacy-audit catalog check")
        else:
            organisations[row["id"]] = _broker(row, registry, editions[row["dated"]], steps)
    return described


def _rows(text: str) -> list[dict[str, str]]:
    return [{key: row.get(key) or "" for key in _COLUMNS} for row in csv.DictReader(text.splitlines())]


def _broker(row: dict[str, str], registry: dict, edition: dict, steps: list[str]) -> dict:
    """Return the organisation that a row of a public register stands for."""
    home = f"https://{row['domain']}/" if row["domain"] else edition["url"]
    action = {key: registry[key] for key in ("minutes", "takes_days", "law")} | {
        "id": "opt-out", "do": "opt-out", "via": "web", "url": row["url"] or home,
        "unchecked": not row["url"] or edition.get("unchecked", False),
        "steps": [step.replace("{name}", row["name"]).replace("{days}", str(registry["takes_days"])) for step in steps],
    }  # fmt: skip
    return {
        "id": row["id"], "name": row["name"], "kind": "data-broker", "theme": "brokers", "tier": "registry",
        "countries": [registry["jurisdiction"][:2]], "impact": "low", "confidence": "medium", "hint": registry["hint"],
        "domains": [row["domain"]] if row["domain"] else [], "brands": [one for one in row["also"].split("; ") if one],
        "drop_reaches": edition["drop_reaches"], "drop_why": f"{edition['drop_why']}: {row['name']}",
        "checked": edition["dated"], "actions": [action],
        "sources": [{key: edition[key] for key in ("url", "dated", "note") if key in edition}],
    }  # fmt: skip


def _unroll(raw: dict, routines: dict[str, dict]) -> str | None:
    """Put the steps of the routine that an action names before its own; say what is missing."""
    for action in raw.get("actions", ()):
        name = action.pop("routine", None)
        if name is not None and name not in routines:
            return f"there is no routine {name!r}; run: privacy-audit catalog check"
        shared = routines[name]["steps"] if name is not None else []
        if "takes_days" not in action and any("{days}" in step for step in shared):
            return f"the routine {name!r} needs takes_days; run: privacy-audit catalog check"
        days = str(action.get("takes_days"))
        shared = [step.replace("{days}", days).replace("{name}", raw["name"]) for step in shared]
        action["steps"] = shared + action.get("steps", [])
        if not action["steps"]:
            return "steps is missing; run: privacy-audit catalog check"
    return None


def _read_one(path: Path, problems: list[str], parse=tomllib.loads):
    try:
        if path.stat().st_size > SIZE_LIMIT:
            raise OSError(0, "it is too large for a checklist")
        return _cleaned(parse(path.read_bytes().decode("utf-8-sig")))
    except UnicodeDecodeError:
        problems.append(f"{path}: this is not UTF-8 text; save it again as UTF-8")
    except RecursionError:
        problems.append(f"{path}: brackets stand within brackets too deeply")
    except (ValueError, csv.Error) as error:
        problems.append(f"{path}: {error}; run: privacy-audit catalog check")
    except OSError as error:
        problems.append(f"{path}: {error.strerror}")
    return None


def _fault(raw: dict, path: Path, role: str) -> str | None:
    """Say what the program could not live with; `catalog check` says much more."""
    fault = _misfit(raw, _SHAPES[role], _NEEDED[role])
    if not fault and raw["id"] != path.stem:
        return f"id is {raw['id']!r} but the file is called {path.name}"
    for key, shape in () if fault else _INNER.items():
        parts = raw.get(key, []) if _SHAPES[role].get(key, "text") != "text" else []
        for part in [parts] if isinstance(parts, dict) else parts:
            fault = fault or _misfit(part, shape, _NEEDED.get(key, ()))
    return f"{fault}; run: privacy-audit catalog check" if fault else None


def _misfit(raw: dict, shape: dict[str, str], needed) -> str | None:
    for key in needed:
        if key not in raw:
            return f"{key} is missing"
    return next((f"{key} is no {shape[key]}" for key in raw if key in shape and not _fits(raw[key], shape[key])), None)


def _fits(value, sort: str) -> bool:
    if sort == "number":
        return isinstance(value, int) and 0 <= value <= 10_000
    if sort == "date":
        return isinstance(value, str) and bool(_DATE.fullmatch(value))
    inner = {"texts": str, "tables": dict}.get(sort)
    if inner:
        return isinstance(value, list) and all(isinstance(item, inner) for item in value)
    return isinstance(value, dict if sort == "table" else str)


def _twice(id: str, found: dict) -> str | None:
    return f"another file has the id {id!r} too" if id in found else None


def _cleaned(value):
    """Strip control and direction signs from every text of a file."""
    if isinstance(value, str):
        return _SIGNS.sub("", value)
    if isinstance(value, list):
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item) for key, item in value.items()}
    return value if isinstance(value, (bool, int, float)) else str(value)


def _expand_registered(organisations: dict[str, dict]) -> None:
    """Write out the brokers that California's one request reaches, where ``covers_registered`` is set."""
    reached = [raw["id"] for raw in organisations.values() if raw.get("drop_reaches") == "yes"]
    for raw in organisations.values():
        for action in raw.get("actions", []):
            if action.get("covers_registered"):
                action["covers"] = [id for id in reached if id != raw["id"]]
