"""Finds what looks like a child's, a family's or a worker's personal details in free text.

A warning, never a refusal: the writer decides. So the patterns lean towards few false alarms; years, laws,
school years and dates without a year pass.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    "|nov(?:ember)?|dec(?:ember)?"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_MONTH = r"(?:0?[1-9]|1[0-2])"
_YEAR = r"(?:19|20)\d\d"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?<![\d/.-]){_DAY}([/.-]){_MONTH}\1{_YEAR}(?![\d/-]|\.\d)",
        # With dots and a short year, both numbers have two digits: 1.2.10 is a version.
        rf"(?<![\d/.-])(?:{_DAY}([/-]){_MONTH}\1|[0-3]\d\.[01]\d\.)\d\d(?![\d/-]|\.\d)",
        rf"(?<![\d/.-]){_YEAR}([/.-]){_MONTH}\1{_DAY}(?!\d|[/.-]\d)",
        rf"(?<!\d){_DAY}(?:st|nd|rd|th)?(?: of)?[ /.-]*(?:{_MONTHS})\.?,?[ /.-]*(?:{_YEAR}|['’]\d\d)(?!\d)",
        rf"(?<!\d){_DAY}([/.-])(?:{_MONTHS})\1\d\d(?!\d)",
        rf"\b(?:{_MONTHS})\.? {_DAY}(?:st|nd|rd|th)?,? {_YEAR}(?!\d)",
    )
)
_BIRTHS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\bd\.?\s?o\.?\s?b\b",
        r"\bdates? of birth\b",
        rf"\bborn:?(?: on| in)?(?: the)? (?:{_DAY}(?!\d)|(?:{_MONTHS})\b)",
    )
)
_EMAIL = re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+")
_TEN_DIGITS = re.compile(r"(?<![\d+])(?<!\d[ -])\d{3}[ -]?\d{3}[ -]?\d{4}(?![ -]?\d)")
_PHONE = re.compile(
    r"(?<![\w.])(?:\(?0[1235789]\d{1,9}\)?|(?:\+|\b00)44[ .-]{0,2}(?:\(0\)[ .-]{0,2})?[1235789]\d{1,9})"
    r"(?:[ .-]{1,2}\d{3,8}|(?<=\))\d{3,8}){0,3}(?!\d)"
)
_AREAS = (
    "A[BL]|B[ABDFHLNRSTX]?|C[ABFHMORTVW]|D[ADEGHLNTY]|E[CHNX]?|F[KY]|G[LUY]?|H[ADGPRSUX]|I[GMPV]|JE|K[ATWY]"
    "|L[ADELNSU]?|M[EKL]?|N[EGNPRW]?|O[LX]|P[AEHLOR]|R[GHM]|S[AEGKLMNOPRSTWY]?|T[ADFNQRSW]|UB|W[ACDFNRSV]?"
    "|YO|ZE"
)
_POSTCODE = re.compile(rf"\b(?:{_AREAS})\d[A-Z\d]? ?\d[ABD-HJLNP-UW-Z]{{2}}\b", re.IGNORECASE)
_ORDINAL = re.compile(r"\d(?:st|nd|rd|th)$")  # "L1 2nd draft" is no postcode
_NUMBERS = (
    re.compile(r"\b[A-HJ-NP-RT-Z]\d{11}[\dA-HJ-NP-RT-Z]\b"),  # unique pupil number
    # National Insurance
    re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d\d ?\d\d ?\d\d ?[A-D]\b", re.IGNORECASE),
    re.compile(r"\bcase (?:no\.?|number|id|ref(?:erence)?\.?)[ :#]*(?:is )?[A-Z/-]*\d{4,}", re.IGNORECASE),
)
_ADDRESS = re.compile(
    # A house has up to three digits; four are a year.
    r"(?<![\d.,£-])\b\d{1,3}[A-Za-z]?,? (?:[A-Z][\w'’.-]* ){1,3}"
    r"(?:Road|Rd|Street|Lane|Avenue|Ave|Close(?! to\b)|Drive|Crescent|Terrace|Gardens|Grove|Court|Place|Way|Walk|Row"
    r"|Mews|Square|Rise|Hill|St(?= ?[,.;)]| [a-z]|$))\b"
    r"(?! (?:Centre|Children|Nursery|School|Primary|Infant|Junior|Surgery|Clinic|Hub|Library|Health|Medical"
    r"|Family|Community|staff|team|area|workers?|cent(?:re|er)s?|programmes?|families)\b)"
)
_NAME = (
    r"\b(?!(?:Children|Child|Boys?|Girls?|Those|These|People|Parents?|Pupils?|Bab(?:y|ies)|Toddlers?"
    r"|Famil(?:y|ies)|Anyone|Everyone|All|Adults?|Mothers?|Fathers?|Infants?|Siblings?|Young|Teenagers?"
    r"|Students?|Carers?|Some|Most|Many|Any|Both|They|It|This|That|Which|And|Or|For|Also|Mostly|Only"
    r"|Centres?|Programmes?|Schools?|Start|Team|Board|Plan|Policy|Protocol|Strategy|Agreement|Building"
    r"|Document|Guidance|Groups?|Sessions?|Offer|Places?|Check|Reviews?|Progress|Provision|Service)\b)"
    r"[A-Z][a-z]+(?:['’-][A-Z]?[a-z]+)?"
)
_NO_RANGE = r"(?!\d| ?[-–+] ?\d?| (?:to|or)\b| and (?:under|over|above|below|up|older|younger|\d)|%)"
_AGES = tuple(
    re.compile(pattern)
    for pattern in (
        rf"{_NAME},? \(?(?:(?:who|she|he) )?(?:(?:is|was) )?(?:now )?aged:? \d{{1,2}}{_NO_RANGE}",
        rf"{_NAME}(?:,? \(| (?:is|was) (?:now )?|, (?:who )?(?:is |was )?(?:now )?)\d{{1,2}}[ -]years?[ -]old\b",
        rf"\b\d{{1,2}}[ -]year[ -]old {_NAME}",
    )
)


def find_personal_details(text: str) -> list[str]:
    """One plain sentence for each kind of personal detail that the text seems to hold; [] for none."""
    plain = _plain(text)
    return [warning for found, warning in _CHECKS if found(plain)]


def find_contact_details(text: str) -> list[str]:
    """What would lead straight to one person, in words such as "the phone number"; [] for nothing."""
    plain = _plain(text)
    return [what for found, what in _CONTACTS if found(plain)]


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).replace("\u200b", "").split())


def _has_date(text: str) -> bool:
    return any(pattern.search(text) for pattern in _DATES) and not _has_birth(text)


def _has_birth(text: str) -> bool:
    return any(pattern.search(text) for pattern in _BIRTHS)


def _has_age(text: str) -> bool:
    return any(pattern.search(text) for pattern in _AGES)


def _has_nhs_number(text: str) -> bool:
    return any(_is_nhs_number(re.sub(r"\D", "", match)) for match in _TEN_DIGITS.findall(text))


def _is_nhs_number(digits: str) -> bool:
    """The NHS's check: weights 10 to 2 over nine digits, modulo 11, against the tenth."""
    total = sum(int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False))
    return (11 - total % 11) % 11 == int(digits[9]) and len(set(digits)) > 1


def _has_phone(text: str) -> bool:
    return any(_is_phone(match) for match in _PHONE.findall(text))


def _is_phone(written: str) -> bool:
    """Ten or eleven digits as dialled within the country."""
    national = re.sub(r"^(?:\+|00)44[ .-]*(?:\(0\))?", "0", written)
    return len(re.sub(r"\D", "", national)) in (10, 11)


def _has_postcode(text: str) -> bool:
    return any(not _ORDINAL.search(match.group()) for match in _POSTCODE.finditer(text))


def _has_number(text: str) -> bool:
    return any(pattern.search(text) for pattern in _NUMBERS)


def _has_email(text: str) -> bool:
    return bool(_EMAIL.search(text))


_CONTACTS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_has_email, "the e-mail address"),
    (_has_phone, "the phone number"),
    (_has_nhs_number, "the NHS number"),
)
_CHECKS: tuple[tuple[Callable[[str], bool], str], ...] = (
    (_has_birth, "This looks like a date of birth."),
    (_has_date, "This holds a full date. If it is somebody's date of birth, leave it out."),
    (_has_age, "This looks like somebody's name and age."),
    (_has_nhs_number, "This looks like an NHS number."),
    (_has_phone, "This looks like a phone number."),
    (_has_postcode, "This looks like a postcode."),
    (lambda text: bool(_ADDRESS.search(text)), "This looks like a home address."),
    (_has_email, "This looks like an e-mail address."),
    (_has_number, "This looks like a case, pupil or National Insurance number."),
)
