"""Phone numbers, postal addresses and sentences: what real ones look like passes, and what is wrong is named."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from privacy_audit.catalog.check_shapes import phone_fault, post_fault, sentence_fault


@pytest.mark.parametrize(
    "number",
    [
        "1-800-555-0100", "800-555-0100", "(800) 555-0100", "800.555.0100", "+1 844 287 7147", "8005550100",
        "1-800-663-9980 (Quebec 1-877-713-3393)", "416-597-0590 or 1-866-692-6901", "800-638-4600 (ext. 410)",
        "800-230-9376 (option 4)", "800-555-0100 x 12", "Equifax 1-800-465-7166; TransUnion 1-800-663-9980",
        "800-555-0100 / 800-555-0101", "55 5340 0999", "800 433 2000", "+52 800 004 6633", "+52 1 55 5340 0999",
        "55 5340 0999 (Mexico City area); 800 999 8080 (rest of the country)", "1-800-FLOWERS", "1-800-CALL-ATT",
        "*611", "611", "72827", "+44 20 7946 0000",
    ],
)  # fmt: skip
def test_numbers_as_people_write_them_pass(number):
    assert phone_fault(number) is None


@pytest.mark.parametrize(
    ("number", "wrong"),
    [
        ("call us", "is no phone number"),
        ("", "is no phone number"),
        ("800-555-010", "has 9 digits"),
        ("800-555-01000", "has 11 digits"),
        ("1-800-555-0100 1-800-555-0101", "has 22 digits"),
        ("2-800-555-0100", "has 11 digits"),
        ("+1 800 555 010", "has 10 digits"),
        ("+52 55 5340 099", "has 11 digits"),
        ("12", "has 2 digits"),
        ("800–555–0100", "is no phone number"),
        ("800-555-0100 or 800-555-01", "has 8 digits"),
    ],
)
def test_a_number_that_nobody_could_dial_is_named(number, wrong):
    found = phone_fault(number)
    assert found is not None
    assert wrong in found[0]
    assert found[1]


@pytest.mark.parametrize(
    "address",
    [
        "P.O. Box 4500, Allen, TX 75013",
        "PO Box 7500, Station A, Toronto, ON M5W 1P9",
        "Box 190, Montreal, QC H1S 2Z2",
        "One Montgomery Street, Suite 2400, San Francisco, CA 94104",
        "10900 Corporate Centre Drive, Suite 250, Houston, TX 77041",
        "50 Braintree Hill Park, Suite 400, Braintree, MA 02184-8734",
        "Whaleco Inc., Suite 355, 31 St. James Avenue, Boston, Massachusetts 02116, USA",
        "Privacy Office, 1 Example Street, Toronto ON  M5V 0A1",
        "Air Canada Privacy Office, ZIP YUL 1276, 7373 Côte-Vertu West, St. Laurent, Quebec H4Y 1H4",
        "Edison 1235 Norte, Col. Talleres, 64480 Monterrey, Nuevo León",
        "Coppel, S.A. de C.V., República 2855 Pte., Col. Recursos Hidráulicos, 80105 Culiacán, Sinaloa",
        "Booking.com B.V., Herengracht 597, 1017 CE Amsterdam, Netherlands",
        "Acme Ltd, 1 High Street, London SW1A 1AA, United Kingdom",
        "1 Example Street\nTown, TX 75001",
    ],
)
def test_addresses_as_they_stand_on_letters_pass(address):
    assert post_fault(address) is None


@pytest.mark.parametrize(
    ("address", "wrong"),
    [
        ("Experian", "one part only"),
        ("P.O. Box 4500 Allen TX 75013", "one part only"),
        ("P.O. Box 4500, Allen, TX", "without a postal code"),
        ("P.O. Box 4500, Allen, Texas", "without a postal code"),
        ("10900 Corporate Drive, Houston, TX", "without a postal code"),
        ("P.O. Box 4500, Allen, TX 7501", "not five digits"),
        ("P.O. Box 4500, Allen, TX 750133", "not five digits"),
        ("1 Bay Street, Toronto, ON M5V", "not whole"),
        ("1 Bay Street, Toronto, ON M5V 0AA", "not whole"),
        ("Experian, Allen, TX 75013", "no street"),
        ("Privacy Office, Toronto, ON M5V 0A1", "no street"),
    ],
)
def test_an_address_that_no_letter_reaches_is_named(address, wrong):
    found = post_fault(address)
    assert found is not None
    assert wrong in found[0]
    assert found[1]


def test_a_sentence_may_have_thirty_words():
    thirty = " ".join(["word"] * 30)
    assert sentence_fault(f"{thirty}. {thirty}! {thirty}?") is None
    found = sentence_fault(f"Short one. {thirty} more.")
    assert found is not None
    assert "31 words" in found[0]
    assert "at most 30" in found[1]


@given(st.text(max_size=60) | st.text(alphabet="0123456789 +().-/;,or", max_size=40))
def test_any_text_gets_an_answer(text):
    for find in (phone_fault, post_fault, sentence_fault):
        found = find(text)
        assert found is None or all(found)
