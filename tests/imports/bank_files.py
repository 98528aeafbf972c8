"""Statements of one account of March 2026, in each format that banks write, and as a bank's CSV.

Ana's dues twice on one day, posters bought from a firm, wages to Ben, and a payout of Stripe's:
opening 100.00, closing 339.00.
"""

from typing import Final

OFX: Final = """\
OFXHEADER:100
DATA:OFXSGML
VERSION:102
ENCODING:USASCII
CHARSET:1252

<OFX>
<BANKMSGSRSV1><STMTTRNRS><TRNUID>0<STATUS><CODE>0<SEVERITY>INFO</STATUS>
<STMTRS><CURDEF>EUR<BANKACCTFROM><BANKID>37040044<ACCTID>0532013000<ACCTTYPE>CHECKING
</BANKACCTFROM><BANKTRANLIST><DTSTART>20260301<DTEND>20260331
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260305<TRNAMT>10.00<FITID>F1<NAME>Ana Silva<MEMO>dues
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260305<TRNAMT>10.00<FITID>F2<NAME>Ana Silva<MEMO>dues
</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260309<TRNAMT>-31.00<FITID>F3<NAME>Red Quay Print<MEMO>R-17
</STMTTRN>
<STMTTRN><TRNTYPE>DEBIT<DTPOSTED>20260310<TRNAMT>-50.00<FITID>F4<NAME>Ben Okafor<MEMO>wages
</STMTTRN>
<STMTTRN><TRNTYPE>CREDIT<DTPOSTED>20260312<TRNAMT>300.00<FITID>F5<NAME>STRIPE PAYMENTS EUROPE
</STMTTRN>
</BANKTRANLIST><LEDGERBAL><BALAMT>339.00<DTASOF>20260331</LEDGERBAL>
</STMTRS></STMTTRNRS></BANKMSGSRSV1></OFX>
"""

ENTRY: Final = """
<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{mark}</CdtDbtInd><Sts>BOOK</Sts>
<BookgDt><Dt>{day}</Dt></BookgDt><AcctSvcrRef>{ref}</AcctSvcrRef><NtryDtls>{parts}</NtryDtls>
</Ntry>"""
PART: Final = """<TxDtls><Amt Ccy="EUR">{amount}</Amt><RltdPties><{role}><Nm>{name}</Nm>
<PstlAdr><AdrLine>Hafenstrasse 7</AdrLine></PstlAdr></{role}>
<{role}Acct><Id><IBAN>{iban}</IBAN></Id></{role}Acct></RltdPties>
<RmtInf><Ustrd>{text}</Ustrd></RmtInf></TxDtls>"""
BALANCE: Final = """
<Bal><Tp><CdOrPrtry><Cd>{code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">{amount}</Amt>
<CdtDbtInd>CRDT</CdtDbtInd><Dt><Dt>{day}</Dt></Dt></Bal>"""
ANA: Final = "NL46ABNA0499998748"


def part(amount: str, role: str, name: str, iban: str, text: str) -> str:
    """One payment of an entry."""
    return PART.format(amount=amount, role=role, name=name, iban=iban, text=text)


def entry(amount: str, mark: str, day: str, ref: str, parts: str) -> str:
    """One entry."""
    return ENTRY.format(amount=amount, mark=mark, day=day, ref=ref, parts=parts)


DUES: Final = part("10.00", "Dbtr", "Ana Silva", ANA, "dues")
BATCH: Final = entry("20.00", "CRDT", "2026-03-05", "B1", DUES * 2)
WHOLE: Final = entry("20.00", "CRDT", "2026-03-05", "B1", "")
OTHERS: Final = "".join(
    (
        entry(
            "31.00",
            "DBIT",
            "2026-03-09",
            "B3",
            part("31.00", "Cdtr", "Red Quay Print", "NL11ABNA0000000011", "R-17"),
        ),
        entry(
            "50.00",
            "DBIT",
            "2026-03-10",
            "B4",
            part("50.00", "Cdtr", "Ben Okafor", "NL22ABNA0000000022", "wages"),
        ),
        entry(
            "300.00",
            "CRDT",
            "2026-03-12",
            "B5",
            part("300.00", "Dbtr", "Stripe Payments Europe", "IE33STRI0000000033", "payout"),
        ),
    )
)


def camt(*entries: str, number: str = "NL77ABNA0574908765") -> str:
    """A statement of 100.00 and these entries, with the closing balance of all of them."""
    ends = BALANCE.format(code="OPBD", amount="100.00", day="2026-03-01")
    ends += BALANCE.format(code="CLBD", amount="339.00", day="2026-03-31")
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
        f"<Acct><Id><IBAN>{number}</IBAN></Id></Acct>{ends}{''.join(entries)}"
        "</Stmt></BkToCstmrStmt></Document>\n"
    )


def notice(*entries: str) -> str:
    """A CAMT.054 of these entries."""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn>'
        f"<Ntfctn><Acct><Id><IBAN>NL77ABNA0574908765</IBAN></Id></Acct>{''.join(entries)}"
        "</Ntfctn></BkToCstmrDbtCdtNtfctn></Document>\n"
    )


CAMT: Final = camt(BATCH, OTHERS)
NOTICE: Final = notice(BATCH)

MT940: Final = """\
:20:STARTUMS
:25:37040044/0532013000
:28C:3/1
:60F:C260301EUR100,00
:61:2603050305C10,00NTRFNONREF
:86:166?00GUTSCHRIFT?20SVWZ+dues?31NL46ABNA0499998748?32Ana Silva
:61:2603050305C10,00NTRFNONREF
:86:166?00GUTSCHRIFT?20SVWZ+dues?31NL46ABNA0499998748?32Ana Silva
:61:2603090309D31,00NTRFNONREF
:86:177?00UEBERWEISUNG?20SVWZ+R-17?31NL11ABNA0000000011?32Red Quay Print
:61:2603100310D50,00NTRFNONREF
:86:177?00UEBERWEISUNG?20SVWZ+wages?31NL22ABNA0000000022?32Ben Okafor
:61:2603120312C300,00NTRFNONREF
:86:166?00GUTSCHRIFT?20SVWZ+payout?31IE33STRI0000000033?32Stripe Payments Europe
:62F:C260331EUR339,00
-
"""

CSV: Final = """\
Konto;Harbour Street
Buchungstag;Name;Verwendungszweck;IBAN;Betrag;Saldo nach Buchung
05.03.2026;Ana Silva;dues;NL46ABNA0499998748;10,00;110,00
05.03.2026;Ana Silva;dues;NL46ABNA0499998748;10,00;120,00
09.03.2026;Red Quay Print;R-17;NL11ABNA0000000011;-31,00;89,00
10.03.2026;Ben Okafor;wages;NL22ABNA0000000022;-50,00;39,00
12.03.2026;Stripe Payments Europe;payout;IE33STRI0000000033;300,00;339,00
"""

STATEMENTS: Final = tuple(text.encode() for text in (OFX, CAMT, NOTICE, MT940))
PERSONAL: Final = (
    *("Ana", "Silva", "Ben", "Okafor", "Hafenstrasse", "0532013000", "574908765"),
    *("0499998748", "0000000011", "0000000022"),
)
"""What no written file may hold; the group's own account's number neither."""
