"""Where each field of an EFW2 file stands: positions from 1, both ends included, as tax year 2025 has them.

Money is by the name of its box on Form W-2 (`1`, `D`). Codes that are not here have no place that hrtui knows: TA, TP and TT are
new in tax year 2026, of whose layout only the places of boxes 1 to 7 and the counts of RT and RF were found, and they are the same.
docs/payroll-files.md names the sources.
"""

from __future__ import annotations

from collections.abc import Mapping

Span = tuple[int, int]
LENGTH = 512
TAX_YEAR = 2025

RA: Mapping[str, Span] = {
    "ein": (3, 11), "user": (12, 19), "resubmitted": (29, 29), "software": (36, 37),
    "company": (38, 94), "company_location": (95, 116), "company_delivery": (117, 138), "company_city": (139, 160),
    "company_state": (161, 162), "company_zip": (163, 167), "company_zip4": (168, 171),
    "company_foreign_state": (177, 199), "company_foreign_zip": (200, 214), "company_country": (215, 216),
    "submitter": (217, 273), "location": (274, 295), "delivery": (296, 317), "city": (318, 339),
    "state": (340, 341), "zip": (342, 346), "zip4": (347, 350),
    "foreign_state": (356, 378), "foreign_zip": (379, 393), "country": (394, 395),
    "contact": (396, 422), "phone": (423, 437), "extension": (438, 442), "email": (446, 485), "fax": (489, 498),
    "preparer": (500, 500),
}  # fmt: skip
RE: Mapping[str, Span] = {
    "year": (3, 6), "ein": (8, 16), "terminating": (26, 26), "name": (40, 96),
    "location": (97, 118), "delivery": (119, 140), "city": (141, 162), "state": (163, 164), "zip": (165, 169),
    "zip4": (170, 173), "kind": (174, 174), "foreign_state": (179, 201), "foreign_zip": (202, 216), "country": (217, 218),
    "employment": (219, 219), "sick_pay": (221, 221), "contact": (222, 248), "phone": (249, 263), "extension": (264, 268),
    "fax": (269, 278), "email": (279, 318),
}  # fmt: skip
RW: Mapping[str, Span] = {
    "ssn": (3, 11), "first": (12, 26), "middle": (27, 41), "last": (42, 61), "suffix": (62, 65),
    "location": (66, 87), "delivery": (88, 109), "city": (110, 131), "state": (132, 133), "zip": (134, 138),
    "zip4": (139, 142), "foreign_state": (148, 170), "foreign_zip": (171, 185), "country": (186, 187),
    "statutory": (486, 486), "retirement": (488, 488), "sick_pay": (489, 489),
}  # fmt: skip
RW_MONEY: Mapping[str, Span] = {
    "1": (188, 198), "2": (199, 209), "3": (210, 220), "4": (221, 231), "5": (232, 242), "6": (243, 253), "7": (254, 264),
    "10": (276, 286), "D": (287, 297), "E": (298, 308), "F": (309, 319), "G": (320, 330), "H": (331, 341),
    "11 section 457": (353, 363), "W": (364, 374), "11": (375, 385), "Q": (386, 396), "C": (408, 418), "V": (419, 429),
    "Y": (430, 440), "AA": (441, 451), "BB": (452, 462), "DD": (463, 473), "FF": (474, 484),
}  # fmt: skip
RT_MONEY: Mapping[str, Span] = {
    "1": (10, 24), "2": (25, 39), "3": (40, 54), "4": (55, 69), "5": (70, 84), "6": (85, 99), "7": (100, 114),
    "10": (130, 144), "D": (145, 159), "E": (160, 174), "F": (175, 189), "G": (190, 204), "H": (205, 219),
    "11 section 457": (235, 249), "W": (250, 264), "11": (265, 279), "Q": (280, 294), "DD": (295, 309), "C": (310, 324),
    "sick pay by others": (325, 339), "V": (340, 354), "Y": (355, 369), "AA": (370, 384), "BB": (385, 399), "FF": (400, 414),
}  # fmt: skip
RO_MONEY: Mapping[str, Span] = {
    "8": (12, 22), "A": (23, 33), "R": (34, 44), "S": (45, 55), "T": (56, 66), "M": (67, 77), "N": (78, 88), "Z": (89, 99),
    "EE": (111, 121),
}  # fmt: skip
RU_MONEY: Mapping[str, Span] = {
    "8": (10, 24), "A": (25, 39), "R": (40, 54), "S": (55, 69), "T": (70, 84), "M": (85, 99), "N": (100, 114), "Z": (115, 129),
    "EE": (145, 159),
}  # fmt: skip
RS: Mapping[str, Span] = {
    "state": (3, 4), "ssn": (10, 18), "first": (19, 33), "middle": (34, 48), "last": (49, 68), "suffix": (69, 72),
    "location": (73, 94), "delivery": (95, 116), "city": (117, 138), "state_of_address": (139, 140), "zip": (141, 145),
    "zip4": (146, 149), "foreign_state": (155, 177), "foreign_zip": (178, 192), "country": (193, 194),
    "account": (248, 267), "state_again": (274, 275), "tax_type": (308, 308),
}  # fmt: skip
RS_MONEY: Mapping[str, Span] = {
    "unemployment wages": (203, 213), "unemployment taxable": (214, 224), "wages": (276, 286), "tax": (287, 297),
    "local wages": (309, 319), "local tax": (320, 330),
}  # fmt: skip
RT_COUNT: Span = (3, 9)
RF_COUNT: Span = (8, 16)

_NUMBERS = (
    "AL01 AK02 AZ04 AR05 CA06 CO08 CT09 DE10 DC11 FL12 GA13 HI15 ID16 IL17 IN18 IA19 KS20 KY21 LA22 ME23 MD24 MA25 MI26 MN27 "
    "MS28 MO29 MT30 NE31 NV32 NH33 NJ34 NM35 NY36 NC37 ND38 OH39 OK40 OR41 PA42 RI44 SC45 SD46 TN47 TX48 UT49 VT50 VA51 "
    "WA53 WV54 WI55 WY56"
)
STATES: Mapping[str, str] = {pair[:2]: pair[2:] for pair in _NUMBERS.split()}
"""The numbers of the states (FIPS 5-2)."""
