"""Where a complaint goes: the office that watches over a law, with its postal address where it has one.

Source: complaints.json and the regulators of rights.json of the facts, gathered 2026-11-23.
"""

from dataclasses import dataclass

from .grounds import Ground


@dataclass(frozen=True, slots=True)
class Office:
    """An office that takes complaints. Without `post` it takes them at `url` only."""

    name: str
    post: str = ""
    url: str = ""


_BY_LAW = {
    "us-ca-ccpa": Office(
        "California Privacy Protection Agency (CalPrivacy)", "", "https://cppa.ca.gov/webapplications/complaint"
    ),
    "us-va-cdpa": Office(
        "Virginia Attorney General, Consumer Protection",
        "202 North 9th Street, Richmond, VA 23219",
        "https://www.oag.state.va.us/consumer-protection/filing-a-complaint",
    ),
    "us-co-cpa": Office(
        "Colorado Attorney General, Consumer Protection",
        "1300 Broadway, 7th Floor, Denver, CO 80203",
        "https://coag.gov/file-complaint/",
    ),
    "us-ct-ctdpa": Office(
        "Connecticut Attorney General, Consumer Protection",
        "165 Capitol Avenue, Hartford, CT 06106",
        "https://portal.ct.gov/AG/Common/Complaint-Form-Landing-Page",
    ),
    "us-ut-ucpa": Office("Utah Division of Consumer Protection", "", "https://dcp.utah.gov/complaints/"),
    "us-tx-tdpsa": Office(
        "Texas Attorney General, Consumer Protection",
        "300 West 15th Street, Austin, TX 78701",
        "https://www.texasattorneygeneral.gov/consumer-protection/file-consumer-complaint",
    ),
    "us-or-ocpa": Office(
        "Oregon Department of Justice",
        "1162 Court Street NE, Salem, OR 97301-4096",
        "https://www.doj.state.or.us/consumer-protection/consumer-complaints/",
    ),
    "us-mt-mcdpa": Office(
        "Montana Department of Justice, Office of Consumer Protection",
        "555 Fuller Avenue, Helena, MT 59601",
        "https://app.doj.mt.gov/OCPPortal/?q=node/395",
    ),
    "us-fl-fdbr": Office(
        "Florida Attorney General, Consumer Protection",
        "The Capitol, PL-01, Tallahassee, FL 32399-1050",
        "https://www.myfloridalegal.com/consumer-protection/consumer-complaint-form",
    ),
    "us-de-dpdpa": Office(
        "Delaware Department of Justice, Consumer Protection Unit",
        "820 North French Street, 5th Floor, Wilmington, DE 19801",
        "https://attorneygeneral.delaware.gov/fraud/cpu/complaint/",
    ),
    "us-ia-icdpa": Office(
        "Iowa Attorney General, Consumer Protection",
        "1305 East Walnut Street, Des Moines, IA 50319",
        "https://www.iowaattorneygeneral.gov/for-consumers/file-a-consumer-complaint/complaint-form",
    ),
    "us-ne-ndpa": Office(
        "Nebraska Attorney General, Consumer Protection",
        "2115 State Capitol, Lincoln, NE 68509",
        "https://ago.nebraska.gov/constituent-complaint-form",
    ),
    "us-nh-pa": Office(
        "New Hampshire Department of Justice, Consumer Protection",
        "33 Capitol Street, Concord, NH 03301",
        "https://www.doj.nh.gov/citizens/consumer-protection-antitrust-bureau/consumer-complaints",
    ),
    "us-nj-njdpa": Office(
        "New Jersey Division of Consumer Affairs",
        "124 Halsey Street, Newark, NJ 07102",
        "https://www.njconsumeraffairs.gov/Pages/ConsumerComplaints.aspx",
    ),
    "us-tn-tipa": Office(
        "Tennessee Attorney General, Consumer Protection",
        "P.O. Box 20207, Nashville, TN 37202",
        "https://www.tn.gov/attorneygeneral/working-for-tennessee/consumer/file-a-complaint.html",
    ),
    "us-mn-mcdpa": Office(
        "Minnesota Attorney General, Consumer Protection",
        "445 Minnesota Street, Suite 1400, St. Paul, MN 55101",
        "https://www.ag.state.mn.us/consumer/complaint/",
    ),
    "us-md-modpa": Office(
        "Maryland Attorney General, Consumer Protection",
        "200 Saint Paul Place, Baltimore, MD 21202",
        "https://www.marylandattorneygeneral.gov/Pages/CPD/Complaint.aspx",
    ),
    "us-in-icdpa": Office(
        "Indiana Attorney General, Consumer Protection",
        "302 West Washington Street, 5th Floor, Indianapolis, IN 46204",
        "https://www.in.gov/attorneygeneral/consumer-protection-division/file-a-complaint/",
    ),
    "us-ky-kcdpa": Office(
        "Kentucky Attorney General, Consumer Protection",
        "700 Capitol Avenue, Suite 118, Frankfort, KY 40601",
        "https://www.ag.ky.gov/",
    ),
    "us-ri-dtppa": Office(
        "Rhode Island Attorney General, Consumer Protection",
        "150 South Main Street, Providence, RI 02903",
        "https://riag.ri.gov/forms/consumer-complaint",
    ),
    "us-ok-ocdpa": Office(
        "Oklahoma Attorney General, Consumer Protection",
        "313 NE 21st Street, Oklahoma City, OK 73105",
        "https://oklahoma.gov/oag/complaints-tiplines/complaints/consumer.html",
    ),
    "us-la-ldpa": Office(
        "Louisiana Attorney General, Consumer Protection",
        "1885 North Third Street, Baton Rouge, LA 70802",
        "https://ag.state.la.us/Complaint/ConsumerDispute",
    ),
    "us-al-apdpa": Office(
        "Alabama Attorney General, Consumer Protection",
        "501 Washington Avenue, Montgomery, AL 36104",
        "https://www.alabamaag.gov/consumer-complaint/",
    ),
    "us-wa-mhmda": Office(
        "Washington Attorney General, Consumer Protection",
        "800 Fifth Avenue, Suite 2000, Seattle, WA 98104",
        "https://www.atg.wa.gov/file-complaint",
    ),
    "us-nv-sb220": Office(
        "Nevada Attorney General, Consumer Protection",
        "555 East Washington Avenue, Suite 3900, Las Vegas, NV 89101",
        "https://ag.nv.gov/Complaints/CSU_Complaints___FAQ/",
    ),
    "us-fcra": Office(
        "Consumer Financial Protection Bureau",
        "1700 G Street NW, Washington, DC 20552",
        "https://www.consumerfinance.gov/complaint/",
    ),
    "us-glba": Office(
        "Consumer Financial Protection Bureau",
        "1700 G Street NW, Washington, DC 20552",
        "https://www.consumerfinance.gov/complaint/",
    ),
    "us-tcpa": Office("Federal Communications Commission", "", "https://consumercomplaints.fcc.gov/"),
    "us-can-spam": Office(
        "Federal Trade Commission", "600 Pennsylvania Avenue NW, Washington, DC 20580", "https://reportfraud.ftc.gov/"
    ),
    "us-cpni": Office("Federal Communications Commission", "", "https://consumercomplaints.fcc.gov/"),
    "us-hipaa": Office(
        "HHS Office for Civil Rights",
        "200 Independence Avenue SW, Washington, DC 20201",
        "https://www.hhs.gov/hipaa/filing-a-complaint/index.html",
    ),
    "us-ferpa": Office(
        "US Department of Education, Student Privacy Policy Office",
        "400 Maryland Avenue SW, Washington, DC 20202",
        "https://studentprivacy.ed.gov/file-a-complaint",
    ),
    "ca-pipeda": Office(
        "Office of the Privacy Commissioner of Canada",
        "30 Victoria Street, Gatineau, Quebec K1A 1H3",
        "https://www.priv.gc.ca/en/report-a-concern/",
    ),
    "ca-casl": Office("Spam Reporting Centre", "", "https://fightspam.gc.ca"),
    "ca-qc-law25": Office(
        "Commission d'accès à l'information du Québec",
        "525 boul. René-Lévesque Est, bureau 2.36, Québec, QC G1R 5S9",
        "https://www.cai.gouv.qc.ca/",
    ),
    "ca-qc-credit-agents": Office(
        "Autorité des marchés financiers", "", "https://lautorite.qc.ca/en/general-public/assistance-and-complaints"
    ),
    "ca-bc-pipa": Office(
        "Office of the Information and Privacy Commissioner for British Columbia",
        "PO Box 9038 Stn Prov Govt, Victoria, BC V8W 9A4",
        "https://www.oipc.bc.ca/",
    ),
    "ca-ab-pipa": Office(
        "Office of the Information and Privacy Commissioner of Alberta",
        "410 9925 109 Street NW, Edmonton, AB T5K 2J8",
        "https://oipc.ab.ca/",
    ),
    "ca-on-cra": Office("Consumer Protection Ontario", "", "https://www.ontario.ca/page/filing-consumer-complaint"),
    "ca-on-phipa": Office(
        "Information and Privacy Commissioner of Ontario",
        "2 Bloor Street East, Suite 1400, Toronto, ON M4W 1A8",
        "https://www.ipc.on.ca/",
    ),
    "mx-lfpdppp": Office(
        "Secretaría Anticorrupción y Buen Gobierno",
        "Av. Insurgentes Sur 1735, Col. Guadalupe Inn, Álvaro Obregón, 01020 Ciudad de México",
        "https://www.gob.mx/buengobierno",
    ),
    "mx-lgpdppso": Office(
        "Secretaría Anticorrupción y Buen Gobierno",
        "Av. Insurgentes Sur 1735, Col. Guadalupe Inn, Álvaro Obregón, 01020 Ciudad de México",
        "https://www.gob.mx/buengobierno",
    ),
    "mx-lrsic": Office("Condusef", "", "https://www.condusef.gob.mx/"),
}
#: The federal Commissioner has a name in French.
_FRENCH = {
    "ca-pipeda": Office(
        "Commissariat à la protection de la vie privée du Canada",
        "30 rue Victoria, Gatineau, QC K1A 1H3",
        "https://www.priv.gc.ca/en/report-a-concern/",
    ),
}


def office_for(ground: Ground, language: str) -> Office | None:
    """Return the office that watches over a law, under its name in the letter's language."""
    if language == "fr" and ground.law in _FRENCH:
        return _FRENCH[ground.law]
    return _BY_LAW.get(ground.law)
