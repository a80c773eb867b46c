"""What is taken for personal details in free text, and what must not be."""

from __future__ import annotations

import pytest

from selfassess.service.personal_details import find_personal_details

DATE = "This holds a full date. If it is somebody's date of birth, leave it out."
BIRTH = "This looks like a date of birth."
AGE = "This looks like somebody's name and age."
ADDRESS = "This looks like a home address."
NHS = "This looks like an NHS number."
PHONE = "This looks like a phone number."
POSTCODE = "This looks like a postcode."
EMAIL = "This looks like an e-mail address."
NUMBER = "This looks like a case, pupil or National Insurance number."


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        ("Seen on 12/03/2019 at home", [DATE]),
        ("12-3-19", [DATE]),
        ("12.03.2019.", [DATE]),
        ("recorded 2019-03-12", [DATE]),
        ("the 3rd of May 2018", [DATE]),
        ("3 May 2018", [DATE]),
        ("3rd Sept '18", [DATE]),
        ("03-May-18", [DATE]),
        ("May 3, 2018", [DATE]),
        ("May 3rd 2018", [DATE]),
        ("3\u00a0May\u00a02018", [DATE]),
        ("DOB on the form", [BIRTH]),
        ("d.o.b. given", [BIRTH]),
        ("her date of birth", [BIRTH]),
        ("born 12 March", [BIRTH]),
        ("the child, born on the 3rd", [BIRTH]),
        ("twins born in March", [BIRTH]),
        # Modulus 11: 9*10+4*9+3*8+4*7+7*6+6*5+5*4+9*3+1*2 = 299 = 27*11 + 2, and 11 - 2 = 9, the tenth digit;
        # 9*10+8*9+7*8+6*7+5*6+4*5+3*4+2*3+1*2 = 330 = 30*11, which gives 0.
        ("943 476 5919", [NHS]),
        ("NHS no 9434765919.", [NHS]),
        ("987-654-3210", [NHS]),
        ("12.03.19", [DATE]),
        ("\uff19\uff14\uff13 \uff14\uff17\uff16 \uff15\uff19\uff11\uff19", [NHS]),
        ("ring 01632 960123", [PHONE]),
        ("(01632) 960 123", [PHONE]),
        ("020 7946 0958", [PHONE]),
        ("07700900123", [PHONE]),
        ("07700 900 123", [PHONE]),
        ("+44 7700 900123", [PHONE]),
        ("+44 (0)20 7946 0958", [PHONE]),
        ("0044 1632 960123", [PHONE]),
        # A published number warns too: the writer confirms.
        ("children's social care, 0300 123 4567", [PHONE]),
        ("lives at SW1A 1AA", [POSTCODE]),
        ("m1 1ae", [POSTCODE]),
        ("EC1A1BB", [POSTCODE]),
        ("jo.bloggs+home@example.org.uk", [EMAIL]),
        ("UPN A123456789012", [NUMBER]),
        ("QQ123456C is a pattern, AB 12 34 56 C a number", [NUMBER]),
        ("ni no ab123456c", [NUMBER]),
        ("case number 204981", [NUMBER]),
        ("Case ref: FS/20381", [NUMBER]),
        ("born 3 May 2018", [BIRTH]),
        ("lives at 12 Elm Road", [ADDRESS]),
        ("14a Queen's Park Avenue, Southshire", [ADDRESS]),
        ("Flat 2, 9 Mill St.", [ADDRESS]),
        ("the family at 3 The Old Orchard Close", [ADDRESS]),
        ("Tyler, aged 4, was seen", [AGE]),
        ("Tyler aged 4 was seen", [AGE]),
        ("Anne-Marie O'Neill (aged 14)", [AGE]),
        ("Tyler (4 years old)", [AGE]),
        ("Tyler is 4 years old", [AGE]),
        ("Tyler, 4 years old", [AGE]),
        ("the 4-year-old Tyler", [AGE]),
        ("Jo, 3 May 2018, M1 1AE, 07700 900123, jo@example.org", [DATE, PHONE, POSTCODE, EMAIL]),
    ],
)
def test_personal_details_are_warned_of(text: str, warnings: list[str]) -> None:
    assert find_personal_details(text) == warnings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Children Act 2004, the 2004 Act, Section 47 and section 17",
        "2023-24 and 2023/24, and 2019-2021",
        "12 March review, agreed in March 2019",
        "reviewed on the 3rd Monday of May",
        "5 May be invited, 12 mar the picture",
        "babies born here; new-born visits; children born since the centre opened; born in 2019",
        "children aged 0-4, in 12 of 24 files, 1/4 of them",
        "levels 0.25 0.5 0.75 1.0 and 0, 2, 4",
        "version 1.2.10, minutes 3.4.2",
        "24/7 duty line, 9-5 on weekdays, 10/12 of staff",
        "rings 999 or 101, and Childline on 0800 1111",
        "a budget of £1,250,000, 1234567890 as a count that fails the check digit",
        "00000 00000 and 0000000000",
        "items 1a, 5c and 8b; KS1 2nd cohort; L1 2nd draft; Level 2 4 times",
        "SureStart2 4you, CAF1 form, tier 3 or 4",
        "met @ the centre, staff@desk",
        "the dobbins nursery",
        "case number 12 in the training pack; case study 36",
        "12 of 2019's 40 referrals",
        "25% of 120 families, 3 may drop in 10 times",
        "in the 12 high street area, 2 road shows, 3 street workers",
        "In 2019 Elm Road was closed; the Elm Road centre; 3 Elm Road staff; 2 Mill Lane Nursery rooms",
        "Level 4 Way of working; Act 1989 Section 17; 12 Families Close to us; £12 Street",
        "children aged 4 and under, Children aged 4, Parents aged 16 to 24, Boys, aged 10-12",
        "the Progress Check for 2-year-old Children; 2 year old Offer; a 2-year-old Check",
        "The plan is 3 years old. Our Protocol is 3 years old. It is 10 years old.",
        "In Southshire, aged 16 or over; Elm, aged 0-4; 4 years old on average; managed 12, aged 3",
    ],
)
def test_years_laws_and_ordinary_numbers_are_not(text: str) -> None:
    assert find_personal_details(text) == []


def test_a_long_note_is_checked_quickly() -> None:
    for piece in ("0", "1 ", "a@", "12 ", "01632 ", "born ", "a.b-", "A1"):
        find_personal_details(piece * (4000 // len(piece)))
