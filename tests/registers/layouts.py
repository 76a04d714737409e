"""Registers of invented brokers, in every layout that states have used. The headings are the states' own."""

import csv
import io
from collections.abc import Iterable, Sequence

FAMILIES = {
    "delete": "Requests to delete",
    "know": "Requests to know what personal information is being collected",
    "know-sold": "Requests to know what personal information is sold or shared and to whom",
    "opt-out": "Requests to opt out of sale or sharing",
    "limit": "Requests to limit the use and disclosure of sensitive personal information",
}
#: What the headings of the days call the kind; the fourth is California's slip.
_SPOKEN = {
    "delete": "a request to delete", "know": "a request to know", "know-sold": "a request to know",
    "opt-out": "a request to know", "limit": "a request to limit",
}  # fmt: skip
MEASURES = ("received", "whole", "part", "denied", "mean_days", "median_days")

ANSWERS = {
    "minors": "Data broker collects personal information of minors:",
    "logins": "Data broker collects consumers’ account logins or numbers with security codes that grant access to "
    "third‑party accounts",
    "government-id": "Data broker collects consumers’ government‑issued identification numbers used to verify an "
    "individual’s identity",
    "citizenship": "Data broker collects consumers' citizenship data, including immigration status",
    "union": "Data broker collects consumers' union membership status",
    "sexual-orientation": "Data broker collects consumers' sexual orientation status",
    "gender": "Data broker collects consumers' gender identity and gender expression data",
    "biometric": "Data broker collects consumers' biometric data",
    "geolocation": "Data broker collects consumers' precise geolocation",
    "reproductive": "Data broker collects consumers’ reproductive health care data:",
    "foreign": "Data broker shared or sold consumers' data to a foreign actor in the past year",
    "federal": "Data broker shared or sold consumers' data to the federal government in the past year",
    "states": "Data broker shared or sold consumers' data to other state governments in the past year",
    "police": "Data broker shared or sold consumers’ data to law enforcement in the past year, except when required by "
    "subpoena or court order",
    "genai": "Data broker shared or sold consumers’ data to a developer of a GenAI system or model in the past year",
}
LAWS = {
    "fcra": ("the federal Fair Credit Reporting Act (FCRA)", "FCRA"),
    "glba": ("the Gramm‑Leach‑Bliley Act (GLBA) and implementing regulations", "GLBA"),
    "iippa": ("the California Insurance Information and Privacy Protection Act (IIPPA)", "IIPPA"),
    "cmia": ("the California Confidentiality of Medical Information Act (CMIA)", "CMIA"),
    "hipaa": ("the HIPAA privacy, security, and breach‑notification rules", "HIPAA"),
}
NAME, DBA, SITE, MAIL = (
    "Data broker name:",
    "Doing Business As (DBA), if applicable:",
    "Data broker primary website:",
    "Data broker primary contact email address:",
)
PAGE = (
    "Data broker’s primary website that contains details on how consumers can exercise their CA Consumer Privacy Act "
    "rights, including how to delete personal information:"
)


def regulated(law: str) -> str:
    return f"The data broker or any of its subsidiaries is regulated by {LAWS[law][0]}:"


def described(law: str) -> str:
    return f"If the data broker or its subsidiaries are regulated by the {LAWS[law][1]}, describe the types of data:"


def figure(kind: str, measure: str, year: int = 2024) -> str:
    """Return the heading of a figure."""
    total = f"{FAMILIES[kind]} - Total requests received"
    days = f"{FAMILIES[kind]} - The number of days to respond substantively to {_SPOKEN[kind]} in {year}"
    return {
        "received": total, "whole": f"{total} - Complied in whole", "part": f"{total} - Complied in part",
        "denied": f"{total} - Denied", "mean_days": f"{days} - Mean", "median_days": f"{days} - Median",
    }[measure]  # fmt: skip


def newer_headings(year: int = 2024) -> list[str]:
    """The headings of California's file since 2025: 77 in the fullest."""
    address = [f"Data broker {part}:" for part in ("primary street address", "city", "state", "zip code", "country")]
    laws = [
        heading
        for law in LAWS
        for heading in (
            regulated(law), described(law), f"If regulated by the {LAWS[law][1]}, describe the specific products",
            f"If regulated by the {LAWS[law][1]}, describe the approximate proportion",
        )
    ]  # fmt: skip
    figures = [figure(kind, measure, year) for kind in FAMILIES for measure in MEASURES]
    phone = "Data broker primary phone number: [optional]"
    comments = "Additional Context or Comments:  [optional]"
    return [NAME, DBA, SITE, MAIL, phone, *address, PAGE, *ANSWERS.values(), *laws, *figures, comments]


OLDER = (
    "Data Broker Name", "Email Address", "Website URL", "Physical Address",
    "How a consumer may opt out of sale or submit requests under the CCPA",
    "How a protected individual can demand deletion of information posted online under Gov. Code sections 6208.1(b) or "
    "6254.21(c)(1)",
    "Additional information about data collecting practices", "Date Added",
)  # fmt: skip
TEXAS = (
    "Registration Number", "Full Legal Name", "Assumed Name", "Website", "Data Broker Email Address",
    "Consumer Rights Link", "Data of a Known Child", "Categories of Data Processed and Transferred",
    "Additional Information or Explanation", "Submitted On",
)  # fmt: skip
VERMONT = (
    "Registration ID:", "Data Broker Name:", "Primary Internet Address:", "Email Address:",
    "a. What was the method for requesting an opt-out?",
    "7. Does the data broker have actual knowledge that it possesses the brokered personal information of minors:",
    "Created Date:",
)  # fmt: skip
OREGON = (
    "LICENSE NO.", "FACILITY NAME", "OPT OUT WEBSITE", "OPT OUT EMAIL", "OPT OUT OTHER METHODS",
    "DATA COLLECT - DATE OF BIRTH", "DATA COLLECT - BIOMETRIC INFORMATION", "DATA COLLECT - SSN/GOVERNMENT ID",
    "UPDATE DATE",
)  # fmt: skip


def table(headings: Sequence[str], rows: Iterable[dict[str, str]], above: Sequence[str] = (), sign: str = ",") -> str:
    """Return a file's text: lines above, the headings, a line for each row."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=sign, lineterminator="\r\n")
    for line in above:
        writer.writerow([line] + [""] * (len(headings) - 1))
    writer.writerow(headings)
    for row in rows:
        assert set(row) <= set(headings), set(row) - set(headings)
        writer.writerow(row.get(heading, "") for heading in headings)
    return out.getvalue()


ALPHA = {
    NAME: "Alpha Data, Inc.", DBA: "Alphabase; Alpha Leads", SITE: "https://www.alpha.example;\nhttps://leads.example",
    MAIL: "jo.person@alpha.example", PAGE: "https://www.alpha.example/privacy",
    ANSWERS["minors"]: "No", ANSWERS["geolocation"]: "Yes", ANSWERS["genai"]: "Yes",
    regulated("fcra"): "Yes", described("fcra"): "Tenant files. Ask jo.person@alpha.example.", regulated("glba"): "No",
    figure("delete", "received"): "1,200", figure("delete", "whole"): "1,150", figure("delete", "part"): "10",
    figure("delete", "denied"): "40", figure("delete", "mean_days"): "9.5", figure("delete", "median_days"): "5",
    figure("opt-out", "received"): "300", figure("opt-out", "median_days"): "3", figure("know", "received"): "N/A",
}  # fmt: skip
BARE = {NAME: "Bare Domain Co", SITE: "bare.example", PAGE: "bare.example/opt-out"}
CORNER = {NAME: "Corner Shop LLC", SITE: "https://corner-shop.example/", ANSWERS["minors"]: "Yes"}


def california(*rows: dict[str, str], year: int = 2024, above: Sequence[str] = ()) -> bytes:
    """Return California's newer file, as the agency publishes it: with a byte-order mark and CRLF."""
    given = rows or (ALPHA, BARE, CORNER)
    moved = [{key.replace("in 2024", f"in {year}"): value for key, value in row.items()} for row in given]
    return table(newer_headings(year), moved, above).encode("utf-8-sig")
