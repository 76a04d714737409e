"""Invented breaches, as the service writes them. Nobody leaked any of these."""

import json

#: A key that is none: the service's own for trials is all noughts.
KEY = "0123456789abcdef0123456789abcdef"


def entry(name: str, domain: str = "", on: str = "2019-05-14", **more) -> dict:
    """Return one breach as an entry of the list; by its fields' own names in `more`."""
    raw = {
        "Name": name, "Title": name, "Domain": domain, "BreachDate": on, "AddedDate": f"{on}T06:30:00Z",
        "ModifiedDate": f"{on}T06:30:00Z", "PwnCount": 1234567,
        "Description": f'In May, <a href="https://{domain}" target="_blank">{name}</a> &amp; others leaked.',
        "LogoPath": "https://logos.example/x.png", "Attribution": None, "DisclosureUrl": None,
        "DataClasses": ["Email addresses", "IP addresses", "Passwords"], "IsVerified": True, "IsFabricated": False,
        "IsSensitive": False, "IsRetired": False, "IsSpamList": False, "IsMalware": False, "IsStealerLog": False,
        "IsSubscriptionFree": False,
    }  # fmt: skip
    return raw | more


def body(*entries: dict) -> bytes:
    """Return a list as its bytes."""
    return json.dumps(entries).encode()


#: Somebody in Texas may be held by mirror-people, corner-shop, north-bureau (examples.py).
LIST = (
    entry("MirrorPeople", "mirror-people.example"),
    entry("MirrorForum", "forum.mirror-people.example", on="2026-12-01", AddedDate="2026-12-20T00:00:00Z"),
    entry("CornerShopSpam", "corner-shop.example", on="2021-02-03", IsSpamList=True, IsVerified=False),
    entry("Elsewhere", "elsewhere.example", on="2020-01-01", IsVerified=False, IsSensitive=True),
    entry("Combination", on="2018-01-01", DataClasses=["Email addresses"]),
)
