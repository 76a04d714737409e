"""A register of data brokers that the person took over, laid over the catalogue.

The file is written by the room `registers`, in the folder of what is public. Its first line holds what a first screen
needs, each further line one broker, read when it is asked for, so that starting costs little.
"""

import json
from collections.abc import Iterator, MutableMapping
from pathlib import Path

from ..dates import as_known
from .packed import brief

FORMAT = 1
#: Ending of the file of a register in use.
ENDING = ".jsonl"
_DAMAGED = (
    "the kept copy is damaged and the register that came with the program is used; get it again with: "
    "privacy-audit registry fetch, or registry import"
)


class Kept:
    """A register's kept file: `head` as written, and its brokers, each read when asked for."""

    def __init__(self, head: dict, body: bytes):
        self.head, self._body = head, body

    def broker(self, place: int) -> dict:
        """Return the broker at a place of the head's `brokers`."""
        start, end = self.head["brokers"][place]["span"]
        return json.loads(self._body[start:end])


def pack(head: dict, entries: list[tuple[dict, dict]]) -> bytes:
    """Return the bytes of a register's file: `entries` are what the head says of a broker, and the broker."""
    lines: list[bytes] = []
    heads, size = [], 0
    for short, broker in entries:
        lines.append(_line(broker))
        heads.append(short | {"span": [size, size + len(lines[-1])]})
        size += len(lines[-1])
    return _line(head | {"format": FORMAT, "size": size, "brokers": heads}) + b"".join(lines)


def unpack(data: bytes) -> Kept:
    """Return the register of a file's bytes; raises ValueError for anything else than a whole one."""
    first, _, body = data.partition(b"\n")
    try:
        head = json.loads(first)
        whole = head["format"] == FORMAT and head["size"] == len(body) and isinstance(head["brokers"], list)
        spans = [(one["id"], one["name"], one["span"][1]) for one in head["brokers"]]
    except (ValueError, KeyError, TypeError, IndexError, RecursionError):
        raise ValueError("no register of this version") from None
    if not whole or (spans and spans[-1][2] != len(body)):
        raise ValueError("no register of this version")
    return Kept(head, body)


def files(folder: Path) -> list[Path]:
    """Return the files of the registers in use, California's first."""
    try:
        return sorted(path for path in folder.iterdir() if path.name.endswith(ENDING))
    except OSError:
        return []


def lay_over(compiled: dict, folder: Path) -> None:
    """Lay the registers kept in a folder over a compiled catalogue. One that cannot be read is named and left out."""
    kept: list[Kept] = []
    for path in files(folder):
        try:
            kept.append(unpack(path.read_bytes()))
        except (OSError, ValueError):
            compiled["problems"] = [*compiled["problems"], f"{path.name}: {_DAMAGED}"]
    if not kept:
        return
    base = compiled["organisations"]
    if "index" not in compiled:
        compiled["index"] = {id: brief(raw) for id, raw in base.items()}
    laid = Laid(base, compiled)
    for one in kept:
        _lay(laid, one, compiled["index"], compiled["formerly"])
    compiled["organisations"] = laid


def _lay(laid: "Laid", kept: Kept, index: dict[str, dict], formerly: dict[str, str]) -> None:
    """Note who of the catalogue each broker is, and put those whom it does not have into its index."""
    head = kept.head
    reached: dict[str, bool] = {}
    for place, one in enumerate(head["brokers"]):
        id = one["id"]
        target = _target(one, laid, formerly)
        laid.told.setdefault(target, []).append((kept, place))
        if target not in laid.base and target not in index:
            index[target] = _brief(one["name"], head)
        elif target == id and laid.is_home(id, kept) and not one.get("gone"):
            index[target] = index[target] | {"name": one["name"]}
        if target != id:
            formerly[id] = target
        if one.get("drop"):
            reached[target] = reached.get(target, False) or one["drop"] == "yes"
    for key in head.get("reaches", ()):
        organisation, _, action = key.partition("/")
        covers = index.get(organisation, {}).get("covers", {}).get(action)
        if covers is not None:
            stays = [id for id in covers if reached.get(id, True)]
            more = [id for id, yes in reached.items() if yes and id != organisation]
            covered = list(dict.fromkeys((*stays, *more)))
            index[organisation] = index[organisation] | {"covers": index[organisation]["covers"] | {action: covered}}
            laid.covers[key] = covered


def _target(one: dict, laid: "Laid", formerly: dict[str, str]) -> str:
    """Return the organisation that a broker of the register is: itself, or the one that describes it."""
    id = one["id"]
    if id in laid.base:
        return id
    for other in (formerly.get(id), one.get("curated")):
        if other and other in laid.base:
            return other
    return id


def _brief(name: str, head: dict) -> dict:
    return {"name": name, "theme": "brokers", "kind": "data-broker", "impact": "low", "tier": "registry"} | {
        "countries": [head["jurisdiction"][:2]]
    }


class Laid(MutableMapping):
    """Organisations by id, with what registers say about them put in when one is asked for."""

    def __init__(self, base: MutableMapping[str, dict], compiled: dict):
        self.base, self._compiled = base, compiled
        self.told: dict[str, list[tuple[Kept, int]]] = {}
        self.covers: dict[str, list[str]] = {}
        self._made: dict[str, dict] = {}

    def __getitem__(self, id: str) -> dict:
        if id not in self._made:
            if id not in self.told and not any(key.startswith(f"{id}/") for key in self.covers):
                return self.base[id]
            self._made[id] = self._with_told(id)
        return self._made[id]

    def __setitem__(self, id: str, raw: dict) -> None:
        self.told.pop(id, None)
        self._made.pop(id, None)
        self.base[id] = raw

    def __delitem__(self, id: str) -> None:
        self.told.pop(id, None)
        self._made.pop(id, None)
        del self.base[id]

    def __contains__(self, id: object) -> bool:
        return id in self.base or id in self.told

    def __iter__(self) -> Iterator[str]:
        yield from self.base
        yield from (id for id in self.told if id not in self.base)

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def is_home(self, id: str, kept: Kept) -> bool:
        """Whether this register decides what is said of somebody known from registers only; the others add to it."""
        if id in self.base:
            return id.startswith("reg-") and kept.head["state"] in self._compiled["registries"]
        return self.told[id][0][0] is kept

    def _with_told(self, id: str) -> dict:
        raw = dict(self.base[id]) if id in self.base else None
        for kept, place in self.told.get(id, ()):
            one, broker = kept.head["brokers"][place], kept.broker(place)
            if raw is None:
                raw = self._broker(id, one, broker, kept.head)
            elif one["id"] == id and self.is_home(id, kept):
                raw = _changed(raw, one, broker, kept.head)
            elif raw.get("tier") == "registry":
                raw["sources"] = [*raw.get("sources", ()), _source(broker, kept.head)]
            raw["registered"] = [*raw.get("registered", ()), _report(one, broker, kept.head)]
            raw |= _drop(raw, one, kept.head)
        assert raw is not None
        actions = [self._covering(f"{id}/{action['id']}", action) for action in raw.get("actions", ())]
        return raw | ({"actions": actions} if actions else {})

    def _covering(self, key: str, action: dict) -> dict:
        return action | {"covers": self.covers[key]} if key in self.covers else action

    def _broker(self, id: str, one: dict, broker: dict, head: dict) -> dict:
        """Return the organisation that a broker is whom the catalogue does not have."""
        register = self._compiled["registries"].get(head["state"]) or head["register"]
        routine = self._compiled["routines"].get(register.get("routine", ""), {})
        steps = routine.get("steps") or ["Open the page and ask them to delete your data."]
        days = str(register["takes_days"])
        home = f"https://{broker['domains'][0]}/" if broker.get("domains") else head["page"]
        action = {key: register[key] for key in ("minutes", "takes_days", "law")} | {
            "id": "opt-out", "do": "opt-out", "via": "web", "url": broker.get("url") or home, "unchecked": True,
            "steps": [step.replace("{name}", broker["name"]).replace("{days}", days) for step in steps],
        }  # fmt: skip
        raw = _brief(broker["name"], head) | {"id": id, "confidence": "medium", "actions": [action], "sources": []}
        return _changed(raw, one, broker, head)


def _changed(raw: dict, one: dict, broker: dict, head: dict) -> dict:
    """Return an organisation known from a register only, as the register in use has it."""
    if one.get("gone"):
        gone = f"no longer on {head['place']}'s register as of {as_known(one['gone'])}"
        return raw | {"hint": gone, "checked": one["gone"]}
    sources = [*raw.get("sources", ()), _source(broker, head)]
    fresh = {"name": broker["name"], "hint": head["hint"], "checked": head["as_of"], "sources": sources}
    for key, value in (("brands", broker.get("also")), ("domains", broker.get("domains"))):
        if value:
            fresh[key] = value
    actions = raw["actions"]
    if broker.get("url") and actions and broker["url"] != actions[0].get("url"):
        fresh["actions"] = [actions[0] | {"url": broker["url"], "unchecked": True}, *actions[1:]]
    return raw | fresh


def _source(broker: dict, head: dict) -> dict:
    return {"url": head["page"], "dated": head["as_of"], "note": f"{head['name']}, as filed by {broker['name']}"}


def _drop(raw: dict, one: dict, head: dict) -> dict:
    """Return whether the state's one request reaches an organisation, where the register decides that."""
    reaches = one.get("drop")
    if not reaches:
        return {}
    if reaches == "yes":
        return {"drop_reaches": "yes", "drop_why": f"on the register as of {as_known(head['as_of'])}: {one['name']}"}
    if raw.get("drop_reaches") == "yes" and any(not told.get("gone") for told in raw["registered"]):
        return {}
    return {"drop_reaches": "unknown", "drop_why": f"no longer on the register as of {as_known(one['gone'])}"}


def _report(one: dict, broker: dict, head: dict) -> dict:
    """Return what a broker told its state, as an organisation carries it."""
    keys = ("answers", "laws", "metrics", "added")
    told = {"state": head["state"], "place": head["place"], "register": head["name"], "as_of": head["as_of"]}
    told |= {"name": broker["name"], "page": head["page"], "gone": one.get("gone")}
    return told | {key: broker[key] for key in keys if key in broker}


def _line(value: dict) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"
