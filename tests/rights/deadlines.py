"""Days by which a law wants an answer, with the law's words in short above each case.

The dates were counted by a second program from holidays copied by hand out of the statutes, not from the library.
A case: law, right, section, the day of receipt, the last day, the last day with the lawful extension.
"""

CASES = (
    # 30 days of receipt
    ("ca-atia", "access", "s. 4, 7, 9", "2026-01-31", "2026-03-02", None),
    # 10 business days of receipt
    ("ca-casl", "unsubscribe", "s. 11(3)", "2026-06-18", "2026-07-03", None),
    # 31 days of receipt
    ("ca-dncl", "do-not-call", "", "2028-02-29", "2028-03-31", None),
    # 14 days of receipt
    ("ca-dncl", "do-not-call", "", "2026-01-31", "2026-02-14", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-pipeda", "access", "s. 8; Sch. 1 cl. 4.9", "2026-11-24", "2026-12-24", "2027-01-23"),
    # 30 days of receipt, 30 more if told in time
    ("ca-privacy-act", "access", "s. 12-15", "2028-02-29", "2028-03-30", "2028-04-29"),
    # 30 business days of receipt
    ("ca-ab-atia", "access", "", "2026-11-24", "2027-01-07", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-ab-hia", "access", "", "2026-11-24", "2026-12-24", "2027-01-23"),
    # 30 days of receipt
    ("ca-ab-hia", "correct", "", "2028-02-29", "2028-03-30", None),
    # 45 days of receipt, 30 more if told in time
    ("ca-ab-pipa", "access", "s. 24, 28, 31", "2026-01-31", "2026-03-17", "2026-04-16"),
    # 30 business days of receipt, 30 more if told in time
    ("ca-bc-foippa", "access", "s. 4, 7, 10", "2026-03-27", "2026-05-12", "2026-06-24"),
    # 30 business days of receipt, 30 more if told in time
    ("ca-bc-foippa", "access", "s. 4, 7, 10", "2026-06-18", "2026-07-31", "2026-09-15"),
    # 30 business days of receipt, 30 more if told in time
    ("ca-bc-pipa", "access", "s. 23, 28-31", "2026-03-27", "2026-05-12", "2026-06-24"),
    # 30 business days of receipt, 30 more if told in time
    ("ca-bc-pipa", "access", "s. 23, 28-31", "2026-06-18", "2026-07-31", "2026-09-15"),
    # 30 business days of receipt
    ("ca-bc-pipa", "correct", "s. 24", "2026-03-27", "2026-05-12", None),
    # 30 business days of receipt
    ("ca-bc-pipa", "correct", "s. 24", "2026-06-18", "2026-07-31", None),
    # 30 days of receipt
    ("ca-mb-phia", "access", "", "2026-11-24", "2026-12-24", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-nb-phipaa", "access", "", "2028-02-29", "2028-03-30", "2028-04-29"),
    # 30 days of receipt
    ("ca-nb-phipaa", "correct", "", "2026-01-31", "2026-03-02", None),
    # 60 days of receipt, 30 more if told in time
    ("ca-nl-phia", "access", "", "2026-11-24", "2027-01-23", "2027-02-22"),
    # 30 days of receipt
    ("ca-nl-phia", "correct", "", "2028-02-29", "2028-03-30", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-ns-phia", "access", "", "2026-01-31", "2026-03-02", "2026-04-01"),
    # 30 days of receipt
    ("ca-ns-phia", "correct", "", "2026-11-24", "2026-12-24", None),
    # 30 days of receipt
    ("ca-nt-hia", "access", "", "2028-02-29", "2028-03-30", None),
    # 30 days of receipt
    ("ca-on-fippa", "access", "s. 24-27, 47", "2026-01-31", "2026-03-02", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-on-phipa", "access", "s. 52-54", "2026-11-24", "2026-12-24", "2027-01-23"),
    # 30 days of receipt, 30 more if told in time
    ("ca-pe-hia", "access", "", "2028-02-29", "2028-03-30", "2028-04-29"),
    # 30 days of receipt
    ("ca-pe-hia", "correct", "", "2026-01-31", "2026-03-02", None),
    # 20 days of receipt, 10 more if told in time
    ("ca-qc-access", "access", "s. 83-84, 98", "2026-11-24", "2026-12-14", "2026-12-24"),
    # 30 days of receipt
    ("ca-qc-credit-agents", "access", "s. 8; CQLR c. P-39.1", "2028-02-29", "2028-03-30", None),
    # 30 days of receipt
    ("ca-qc-health", "access", "", "2026-01-31", "2026-03-02", None),
    # 30 days of receipt
    ("ca-qc-law25", "access", "s. 27, 32", "2026-11-24", "2026-12-24", None),
    # 30 days of receipt, 30 more if told in time
    ("ca-sk-hipa", "access", "", "2028-02-29", "2028-03-30", "2028-04-29"),
    # 30 days of receipt
    ("ca-sk-hipa", "correct", "", "2026-01-31", "2026-03-02", None),
    # 30 days of receipt
    ("ca-yt-hipma", "access", "", "2026-11-24", "2026-12-24", None),
    # 20 business days of receipt, 20 more if told in time
    ("mx-lfpdppp", "access", "art. 22, 31", "2026-03-27", "2026-04-24", "2026-05-25"),
    # 20 business days of receipt, 20 more if told in time
    ("mx-lfpdppp", "access", "art. 22, 31", "2026-06-18", "2026-07-16", "2026-08-13"),
    # 20 business days of receipt, 10 more if told in time
    ("mx-lgpdppso", "access", "", "2026-03-27", "2026-04-24", "2026-05-11"),
    # 20 business days of receipt, 10 more if told in time
    ("mx-lgpdppso", "access", "", "2026-06-18", "2026-07-16", "2026-07-30"),
    # 5 business days of receipt
    ("mx-lrsic", "access", "art. 40", "2026-03-27", "2026-04-03", None),
    # 5 business days of receipt
    ("mx-lrsic", "access", "art. 40", "2026-06-18", "2026-06-25", None),
    # 29 days of receipt
    ("mx-lrsic", "correct", "art. 42-47", "2028-02-29", "2028-03-29", None),
    # 30 days of receipt
    ("mx-repep", "do-not-call", "art. 18", "2026-01-31", "2026-03-02", None),
    # 45 days of receipt
    ("mx-reus", "do-not-call", "art. 8", "2026-11-24", "2027-01-08", None),
    # 20 business days of receipt, 10 more if told in time
    ("mx-transparencia", "access", "", "2026-03-27", "2026-04-24", "2026-05-11"),
    # 20 business days of receipt, 10 more if told in time
    ("mx-transparencia", "access", "", "2026-06-18", "2026-07-16", "2026-07-30"),
    # 3 days of receipt
    ("us-anderl", "takedown", "", "2026-11-24", "2026-11-27", None),
    # 10 business days of receipt
    ("us-can-spam", "unsubscribe", "15 U.S.C. 7704(a)(4)", "2026-03-27", "2026-04-10", None),
    # 10 business days of receipt
    ("us-can-spam", "unsubscribe", "15 U.S.C. 7704(a)(4)", "2026-06-18", "2026-07-06", None),
    # 30 days of receipt
    ("us-cpni", "opt-out-sharing", "47 CFR 64.2007-2009", "2026-11-24", "2026-12-24", None),
    # 30 days of receipt
    ("us-ecoa", "notice", "12 CFR 1002.9(a)", "2028-02-29", "2028-03-30", None),
    # 15 days of receipt
    ("us-facta", "access", "15 U.S.C. 1681j(a)", "2026-01-31", "2026-02-15", None),
    # 30 days of receipt
    ("us-facta", "access", "15 U.S.C. 1681g(e)", "2026-11-24", "2026-12-24", None),
    # 15 days of receipt
    ("us-fcra", "access", "609; 612(a) (15 U.S.C. 1681g, 1681j)", "2028-02-29", "2028-03-15", None),
    # 30 days of receipt, 15 more on new facts
    ("us-fcra", "correct", "611 (15 U.S.C. 1681i)", "2026-01-31", "2026-03-02", "2026-03-17"),
    # 4 business days of receipt
    ("us-fcra", "correct", "605B (15 U.S.C. 1681c-2)", "2026-03-27", "2026-04-02", None),
    # 4 business days of receipt
    ("us-fcra", "correct", "605B (15 U.S.C. 1681c-2)", "2026-06-18", "2026-06-25", None),
    # 1 business day of receipt
    ("us-fcra", "freeze", "605A(i) (15 U.S.C. 1681c-1)", "2026-03-27", "2026-03-30", None),
    # 1 business day of receipt
    ("us-fcra", "freeze", "605A(i) (15 U.S.C. 1681c-1)", "2026-06-18", "2026-06-22", None),
    # 5 business days of receipt
    ("us-fcra", "opt-out-prescreen", "604(e) (15 U.S.C. 1681b)", "2026-03-27", "2026-04-03", None),
    # 5 business days of receipt
    ("us-fcra", "opt-out-prescreen", "604(e) (15 U.S.C. 1681b)", "2026-06-18", "2026-06-26", None),
    # 45 days of receipt
    ("us-ferpa", "access", "34 CFR 99.10", "2026-11-24", "2027-01-08", None),
    # 20 business days of receipt, 10 more if told in time
    ("us-foia", "access", "5 U.S.C. 552(a)(6)", "2026-03-27", "2026-04-24", "2026-05-08"),
    # 20 business days of receipt, 10 more if told in time
    ("us-foia", "access", "5 U.S.C. 552(a)(6)", "2026-06-18", "2026-07-20", "2026-08-03"),
    # 30 days of receipt
    ("us-glba", "opt-out-sharing", "15 U.S.C. 6802(b); 12 CFR 1016.7, 1016.10", "2026-11-24", "2026-12-24", None),
    # 30 days of receipt, 30 more if told in time
    ("us-hipaa", "access", "45 CFR 164.524", "2028-02-29", "2028-03-30", "2028-04-29"),
    # 60 days of receipt, 30 more if told in time
    ("us-hipaa", "correct", "45 CFR 164.526", "2026-01-31", "2026-04-01", "2026-05-01"),
    # 20 business days of receipt
    ("us-privacy-act", "access", "5 U.S.C. 552a(d)(1)", "2026-03-27", "2026-04-24", None),
    # 20 business days of receipt
    ("us-privacy-act", "access", "5 U.S.C. 552a(d)(1)", "2026-06-18", "2026-07-20", None),
    # 2 days of receipt
    ("us-take-it-down", "takedown", "sec. 3 (47 U.S.C. 223a)", "2026-01-31", "2026-02-02", None),
    # 31 days of receipt
    ("us-tcpa", "do-not-call", "16 CFR 310.4(b)(1)(iii)(B); 47 CFR 64.1200(c)", "2026-11-24", "2026-12-25", None),
    # 10 business days of receipt
    ("us-tcpa", "withdraw-consent", "47 CFR 64.1200(a)(10)", "2026-03-27", "2026-04-10", None),
    # 10 business days of receipt
    ("us-tcpa", "withdraw-consent", "47 CFR 64.1200(a)(10)", "2026-06-18", "2026-07-06", None),
    # 45 days of receipt, 45 more if told in time
    ("us-al-apdpa", "access", "", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-ca-ccpa", "access", "1798.110, 1798.115", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 15 business days of receipt
    ("us-ca-ccpa", "opt-out-sale", "1798.120; 11 CCR 7026", "2026-03-27", "2026-04-20", None),
    # 15 business days of receipt
    ("us-ca-ccpa", "opt-out-sale", "1798.120; 11 CCR 7026", "2026-06-18", "2026-07-13", None),
    # fetched every 45 days, then within 45 days
    ("us-ca-delete-act", "delete", "1798.99.86", "2028-02-29", "2028-05-29", None),
    # 30 days of receipt
    ("us-ca-gipa", "withdraw-consent", "56.181", "2026-01-31", "2026-03-02", None),
    # 30 business days of receipt
    ("us-ca-iippa", "access", "791.08", "2026-03-27", "2026-05-11", None),
    # 30 business days of receipt
    ("us-ca-iippa", "access", "791.08", "2026-06-18", "2026-08-03", None),
    # 30 days of receipt
    ("us-ca-shine-the-light", "list-of-recipients", "1798.83(a)-(b)", "2026-01-31", "2026-03-02", None),
    # 45 days of receipt, 45 more if told in time
    ("us-co-cpa", "access", "6-1-1306", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-ct-ctdpa", "access", "42-518", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 45 days of receipt
    ("us-ct-data-brokers", "delete", "", "2026-01-31", "2026-03-17", None),
    # 45 days of receipt, 45 more if told in time
    ("us-de-dpdpa", "access", "12D-104", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 15 more if told in time
    ("us-fl-fdbr", "access", "501.705", "2028-02-29", "2028-04-14", "2028-04-29"),
    # 90 days of receipt, 45 more if told in time
    ("us-ia-icdpa", "access", "715D.3", "2026-01-31", "2026-05-01", "2026-06-15"),
    # 45 days of receipt, 45 more if told in time
    ("us-in-icdpa", "access", "24-15-3-1", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-ky-kcdpa", "access", "367.3615", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 45 days of receipt, 45 more if told in time
    ("us-md-modpa", "access", "14-4705", "2026-01-31", "2026-03-17", "2026-05-01"),
    # 45 days of receipt, 45 more if told in time
    ("us-mn-mcdpa", "access", "325M.14", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-mt-mcdpa", "access", "30-14-2808", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 45 days of receipt, 45 more if told in time
    ("us-ne-ndpa", "access", "87-1107", "2026-01-31", "2026-03-17", "2026-05-01"),
    # 45 days of receipt, 45 more if told in time
    ("us-nh-pa", "access", "507-H:4", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-nj-njdpa", "access", "56:8-166.10", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 60 days of receipt, 30 more if told in time
    ("us-nv-sb220", "opt-out-sale", "603A.345-603A.346", "2026-01-31", "2026-04-01", "2026-05-01"),
    # 45 days of receipt, 45 more if told in time
    ("us-nv-sb370", "access", "", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 30 days of receipt
    ("us-ny-cdpa", "delete", "", "2028-02-29", "2028-03-30", None),
    # 45 days of receipt, 45 more if told in time
    ("us-ok-ocdpa", "access", "", "2026-01-31", "2026-03-17", "2026-05-01"),
    # 45 days of receipt, 45 more if told in time
    ("us-or-ocpa", "access", "646A.574", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-ri-dtppa", "access", "6-48.1-5, 6-48.1-6", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 15 days of receipt
    ("us-ri-dtppa", "withdraw-consent", "6-48.1-4", "2026-01-31", "2026-02-15", None),
    # 45 days of receipt, 45 more if told in time
    ("us-tn-tipa", "access", "47-18-3304", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 45 days of receipt, 45 more if told in time
    ("us-tx-tdpsa", "access", "541.051", "2028-02-29", "2028-04-14", "2028-05-29"),
    # 45 days of receipt, 45 more if told in time
    ("us-ut-ucpa", "access", "13-61-201", "2026-01-31", "2026-03-17", "2026-05-01"),
    # 45 days of receipt, 45 more if told in time
    ("us-va-cdpa", "access", "59.1-577", "2026-11-24", "2027-01-08", "2027-02-22"),
    # 30 days of receipt
    ("us-vt-data-brokers", "delete", "", "2028-02-29", "2028-03-30", None),
    # 45 days of receipt, 45 more if told in time
    ("us-wa-mhmda", "access", "19.373.040", "2026-01-31", "2026-03-17", "2026-05-01"),
)
