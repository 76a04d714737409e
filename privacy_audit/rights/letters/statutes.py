"""The sections that letters cite: each law, each request, each term, as the facts have them (2026-11-23)."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Section:
    """Where a law gives one request. `days` is None where the law names no term."""

    where: dict[str, str]
    days: int | None = None
    day_kind: str = "calendar"
    extension: int | None = None
    sure: bool = True


@dataclass(frozen=True, slots=True)
class Statute:
    """A law with its name in the languages of its letters. `sector` laws bind one trade only."""

    family: str
    names: dict[str, str]
    sections: dict[str, Section]
    sector: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """A line of the state table: the privacy law of a state of the US that follows the common pattern."""

    section: str
    days: int = 45
    extension: int = 45
    appeal: int | None = 60
    correct: bool = True
    withdraw: bool = True
    recipients: str = ""
    proofless: bool = False
    given_only: bool = False
    profiling: bool = True


def _s(en: str, days=None, kind="calendar", extension=None, sure=True, **more: str) -> Section:
    return Section({"en": en} | more, days, kind, extension, sure)


def _us(name: str, **names: str) -> dict[str, str]:
    return {"en": f"the {name}", "es": f"la {name}"} | names


_OREGON = "ORS 646A.574"
STATES = {
    "us-va-cdpa": State("Va. Code § 59.1-577"),
    "us-co-cpa": State("C.R.S. § 6-1-1306", appeal=45, proofless=True),
    "us-ct-ctdpa": State("Conn. Gen. Stat. § 42-518", proofless=True, recipients="names"),
    "us-ut-ucpa": State("Utah Code § 13-61-201", appeal=None, withdraw=False, given_only=True, profiling=False),
    "us-tx-tdpsa": State("Tex. Bus. & Com. Code § 541.051"),
    "us-or-ocpa": State(_OREGON, appeal=45, proofless=True, recipients="names"),
    "us-mt-mcdpa": State("Mont. Code § 30-14-2808", proofless=True),
    "us-fl-fdbr": State("Fla. Stat. § 501.705", extension=15, withdraw=False),
    "us-de-dpdpa": State("6 Del. C. § 12D-104", proofless=True, recipients="categories"),
    "us-ia-icdpa": State(
        "Iowa Code § 715D.3", days=90, correct=False, withdraw=False, given_only=True, profiling=False
    ),
    "us-ne-ndpa": State("Neb. Rev. Stat. § 87-1107"),
    "us-nh-pa": State("N.H. Rev. Stat. § 507-H:4", proofless=True),
    "us-nj-njdpa": State("N.J.S.A. 56:8-166.10", appeal=45),
    "us-tn-tipa": State("Tenn. Code § 47-18-3304"),
    "us-mn-mcdpa": State("Minn. Stat. § 325M.14", appeal=45, proofless=True, recipients="names"),
    "us-md-modpa": State("Md. Code, Com. Law § 14-4705", withdraw=False, proofless=True, recipients="categories"),
    "us-in-icdpa": State("Ind. Code § 24-15-3-1"),
    "us-ky-kcdpa": State("KRS 367.3615"),
    "us-ri-dtppa": State("R.I. Gen. Laws §§ 6-48.1-5 and 6-48.1-6"),
}

_CIV = "Cal. Civ. Code §"
_PIPEDA_NAMES = {
    "en": "the Personal Information Protection and Electronic Documents Act",
    "fr": "la Loi sur la protection des renseignements personnels et les documents électroniques",
}
_QC_NAMES = {
    "en": "Quebec's Act respecting the protection of personal information in the private sector",
    "fr": "la Loi sur la protection des renseignements personnels dans le secteur privé",
}
_QC_CREDIT = {
    "en": "Quebec's Credit Assessment Agents Act",
    "fr": "la Loi sur les agents d'évaluation du crédit",
}
_LFPDPPP = "la Ley Federal de Protección de Datos Personales en Posesión de los Particulares"
_LGPDPPSO = "la Ley General de Protección de Datos Personales en Posesión de Sujetos Obligados"


def _pipeda(en: str, fr: str, days: int | None = 30) -> Section:
    return _s(en, days, extension=30 if days else None, fr=fr)


def _qc(en: str, fr: str, days: int | None = 30, sure: bool = True) -> Section:
    return _s(en, days, sure=sure, fr=fr)


def _mx(es: str, days: int | None = 20) -> Section:
    return Section({"es": es, "en": es}, days, "business", 20 if days else None, sure=False)


STATUTES = {
    "us-ca-ccpa": Statute("ccpa", _us("California Consumer Privacy Act"), {
        "access": _s(f"{_CIV}§ 1798.110 and 1798.115", 45, extension=45, es=f"{_CIV}§ 1798.110 y 1798.115"),
        "delete": _s(f"{_CIV} 1798.105", 45, extension=45),
        "correct": _s(f"{_CIV} 1798.106", 45, extension=45, sure=False),
        "opt-out": _s(f"{_CIV} 1798.120", 15, "business"),
        "limit-sensitive": _s(f"{_CIV} 1798.121", 15, "business", sure=False),
        "portability": _s(f"{_CIV} 1798.130(a)(3)(B)(iii)", 45, extension=45),
        "recipients": _s(f"{_CIV} 1798.115", 45, extension=45),
    }),
    "us-wa-mhmda": Statute("wa", _us("Washington My Health My Data Act"), {
        name: _s("RCW 19.373.040", 45, extension=45, sure=False)
        for name in ("access", "delete", "withdraw-consent", "recipients")
    }),
    "us-nv-sb220": Statute("nv", {"en": "Nevada law", "es": "la ley de Nevada"}, {
        "opt-out": _s("NRS 603A.345", 60, extension=30, sure=False),
    }),
    "us-fcra": Statute("fcra", _us("Fair Credit Reporting Act"), {
        "access": _s("15 U.S.C. § 1681g", sure=False),
        "dispute": _s("15 U.S.C. § 1681i", 45),
        "dispute-furnisher": _s("15 U.S.C. § 1681s-2(a)(8)", 45),
        "freeze": _s("15 U.S.C. § 1681c-1(i)"),
        "opt-out": _s("15 U.S.C. § 1681b(e)", sure=False),
        "opt-out-affiliates": _s(
            "15 U.S.C. §§ 1681a(d)(2)(A)(iii) and 1681s-3", sure=False,
            es="15 U.S.C. §§ 1681a(d)(2)(A)(iii) y 1681s-3",
        ),
    }, sector=True),
    "us-glba": Statute("glba", _us("Gramm-Leach-Bliley Act"), {
        "opt-out": _s("15 U.S.C. § 6802(b)", sure=False),
    }, sector=True),
    "us-hipaa": Statute(
        "hipaa", {"en": "the HIPAA Privacy Rule", "es": "la regla de privacidad de HIPAA"}, {
        "access": _s("45 CFR 164.524", 30, extension=30),
        "correct": _s("45 CFR 164.526", 60, extension=30),
        "recipients": _s("45 CFR 164.528", 60, extension=30),
    }, sector=True),
    "us-privacy-act": Statute("usgov", _us("Privacy Act of 1974"), {
        "access": _s("5 U.S.C. § 552a, with the Freedom of Information Act, 5 U.S.C. § 552", 20, "business", 10,
                     sure=False),
        "correct": _s("5 U.S.C. § 552a(d)(2)", sure=False),
    }, sector=True),
    "us-foia": Statute("usgov", _us("Freedom of Information Act"), {
        "access": _s("5 U.S.C. § 552, with the Privacy Act, 5 U.S.C. § 552a", 20, "business", 10, sure=False),
    }, sector=True),
    "us-tcpa": Statute("tcpa", {"en": "the telephone rules of the FCC", "es": "las reglas telefónicas de la FCC"}, {
        "opt-out": _s("47 CFR 64.1200(a)(10) and (d)", 10, "business", sure=False, es="47 CFR 64.1200(a)(10) y (d)"),
    }),
    "us-ca-fipa": Statute("fipa", _us("California Financial Information Privacy Act"), {
        "opt-out": _s("Cal. Fin. Code §§ 4052.5 and 4053", sure=False, es="Cal. Fin. Code §§ 4052.5 y 4053"),
    }, sector=True),
    "us-ferpa": Statute("ferpa", _us("Family Educational Rights and Privacy Act"), {
        "opt-out": _s("34 CFR 99.37", sure=False),
    }, sector=True),
    "us-cpni": Statute("cpni", {"en": "the FCC's CPNI rules", "es": "las reglas CPNI de la FCC"}, {
        "opt-out": _s("47 CFR 64.2007 to 64.2009", sure=False, es="47 CFR 64.2007 a 64.2009"),
    }, sector=True),
    "us-can-spam": Statute("canspam", _us("CAN-SPAM Act"), {
        "unsubscribe": _s("15 U.S.C. § 7704(a)(4)", 10, "business", sure=False),
    }),
    "ca-pipeda": Statute("pipeda", _PIPEDA_NAMES, {
        "access": _pipeda("s. 8 and Schedule 1, cl. 4.9", "art. 8 et annexe 1, art. 4.9"),
        "recipients": _pipeda("s. 8 and Schedule 1, cl. 4.9.3", "art. 8 et annexe 1, art. 4.9.3"),
        "correct": _pipeda("Schedule 1, cl. 4.9.5", "annexe 1, art. 4.9.5"),
        "dispute": _pipeda("Schedule 1, cl. 4.9.5", "annexe 1, art. 4.9.5"),
        "delete": _pipeda("Schedule 1, cl. 4.5.3 and 4.3.8", "annexe 1, art. 4.5.3 et 4.3.8", None),
        "opt-out": _pipeda("Schedule 1, cl. 4.3.8", "annexe 1, art. 4.3.8", None),
        "withdraw-consent": _pipeda("Schedule 1, cl. 4.3.8", "annexe 1, art. 4.3.8", None),
    }),
    "ca-casl": Statute("casl", {"en": "Canada's anti-spam legislation", "fr": "la Loi canadienne anti-pourriel"}, {
        "unsubscribe": _s("S.C. 2010, c. 23, s. 11", 10, "business", fr="L.C. 2010, ch. 23, art. 11"),
    }),
    "ca-qc-law25": Statute("qc", _QC_NAMES, {
        "access": _qc("s. 27", "art. 27"),
        "portability": _qc("s. 27, third paragraph", "art. 27, al. 3"),
        "correct": _qc("s. 28; C.C.Q., art. 40", "art. 28; C.c.Q., art. 40"),
        "dispute": _qc("s. 28; C.C.Q., art. 40", "art. 28; C.c.Q., art. 40"),
        "delete": _qc("s. 28; C.C.Q., art. 40", "art. 28; C.c.Q., art. 40"),
        "opt-out": _qc("ss. 8 and 22", "art. 8 et 22", None, sure=False),
        "withdraw-consent": _qc("s. 8", "art. 8", None, sure=False),
        "unsubscribe": _qc("s. 22", "art. 22", None, sure=False),
    }),
    "ca-qc-credit-agents": Statute("qccredit", _QC_CREDIT, {
        "access": _qc("s. 8", "art. 8", None, sure=False),
        "freeze": _qc("ss. 9 ff.", "art. 9 et suiv.", None, sure=False),
    }, sector=True),
    "ca-bc-pipa": Statute("bc", {
        "en": "British Columbia's Personal Information Protection Act",
        "fr": "la Personal Information Protection Act de la Colombie-Britannique",
    }, {
        "access": _s("s. 23", 30, "business", 30, fr="art. 23"),
        "recipients": _s("s. 23", 30, "business", 30, fr="art. 23"),
        "correct": _s("s. 24", 30, "business", 30, fr="art. 24"),
        "dispute": _s("s. 24", 30, "business", 30, fr="art. 24"),
        "opt-out": _s("s. 9", sure=False, fr="art. 9"),
        "withdraw-consent": _s("s. 9", sure=False, fr="art. 9"),
    }),
    "ca-ab-pipa": Statute("ab", {
        "en": "Alberta's Personal Information Protection Act",
        "fr": "la Personal Information Protection Act de l'Alberta",
    }, {
        "access": _s("s. 24", 45, extension=30, fr="art. 24"),
        "recipients": _s("s. 24", 45, extension=30, fr="art. 24"),
        "correct": _s("s. 25", 45, extension=30, fr="art. 25"),
        "opt-out": _s("s. 9", sure=False, fr="art. 9"),
        "withdraw-consent": _s("s. 9", sure=False, fr="art. 9"),
    }),
    "ca-on-cra": Statute("oncra", {
        "en": "Ontario's Consumer Reporting Act",
        "fr": "la Loi sur les renseignements concernant le consommateur de l'Ontario",
    }, {
        "access": _s("s. 12", sure=False, fr="art. 12"),
        "dispute": _s("s. 13", sure=False, fr="art. 13"),
        "freeze": _s("s. 12.4", sure=False, fr="art. 12.4"),
    }, sector=True),
    "ca-on-phipa": Statute("phipa", {
        "en": "Ontario's Personal Health Information Protection Act, 2004",
        "fr": "la Loi de 2004 sur la protection des renseignements personnels sur la santé de l'Ontario",
    }, {
        "access": _s("s. 53", 30, extension=30, fr="art. 53"),
        "opt-out": _s("ss. 37(1)(a), 38(1)(a) and 50(1)(e)", fr="art. 37(1)a), 38(1)a) et 50(1)e)"),
    }, sector=True),
    "mx-lfpdppp": Statute("mx", {"es": _LFPDPPP, "en": _LFPDPPP}, {
        "arco-acceso": _mx("artículos 22, 28 y 31"),
        "arco-rectificacion": _mx("artículos 23, 28, 30 y 31"),
        "arco-cancelacion": _mx("artículos 24, 28 y 31"),
        "arco-oposicion": _mx("artículos 26, 28 y 31"),
        "withdraw-consent": _mx("artículo 7", None),
        "unsubscribe": _mx("artículo 7", None),
    }),
    "mx-lgpdppso": Statute("mx", {"es": _LGPDPPSO, "en": _LGPDPPSO}, {
        name: Section({"es": "", "en": ""}, 20, "business", 10, sure=False)
        for name in ("arco-acceso", "arco-rectificacion", "arco-cancelacion", "arco-oposicion")
    }),
    "mx-lrsic": Statute("sic", {
        "es": "la Ley para Regular las Sociedades de Información Crediticia",
        "en": "la Ley para Regular las Sociedades de Información Crediticia",
    }, {
        "access": _mx("artículos 40 y 41", None),
        "dispute": _mx("artículo 42", None),
    }, sector=True),
}  # fmt: skip
