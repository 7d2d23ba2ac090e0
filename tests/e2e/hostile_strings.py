"""Two hundred texts that a name, a reason or a file may hold and that mean
something to a printer, a terminal, a spreadsheet, a shell, a database or a
reader's eye. Bytes, because some are no text at all."""

ESC, ST, CSI, OSC, DCS = b"\x1b", b"\x1b\\", b"\x9b", b"\x9d", b"\x90"


def u(*numbers):
    """These characters as UTF-8, lone surrogates (CESU) too."""
    return "".join(map(chr, numbers)).encode("utf-8", "surrogatepass")


STRINGS = [
    # printers
    b"a\x1bp\x00\x19\xfab", b"a\x1bp\x01\x19\xfab", b"a\x1dV\x00b",
    b"a\x1dV\x42\x00b", b"a\x1b@b", b"a\x10\x14\x01\x00\x05b", b"a\x10\x04\x01b",
    b"a\x1bi", b"a\x1bm", b"\x1d(k\x03\x001A2", b"\x1dv0\x00\xff\xff\xff\xff",
    b"\x1b*\x21\xff\xff", b"\x1c.x\x1c&", b"\x1bt\x10x", b"\x1d!\xffBESAR",
    b"\x1ba\x02kanan", b"\x1b\x7b\x01balik", b"\x1dI\x01", b"\x1dr\x01",
    b"\x1bc5\x01", b"\x0c\x0c\x0c", b"\x07bel", b"\x18batal\x1a", b"\x7fhapus",
    # terminals
    b"\x1b[2Jx", b"\x1b[31mmerah\x1b[0m", b"\x1b[1;1Hatas", b"\x1b[?1049h",
    b"\x1b]0;judul\x07x", b"\x1b]0;judul\x1b\\x", b"\x1b]52;c;aGFsbG8=\x07",
    b"\x1b]8;;http://x\x1b\\klik\x1b]8;;\x1b\\", b"\x1bP1$r0m\x1b\\",
    b"\x1bPq#0;2;0;0;0\x1b\\", b"\x1b_Gf=100;AAAA\x1b\\", b"\x1b^pm\x1b\\",
    b"\x1bX sos\x1b\\", b"\x1b[6n", b"\x1b[c", b"\x1bZ", b"\x1bc", b"\x1b(0lqk",
    b"\x0elqk\x0f", b"\x1b[3;4r", b"\x1b[20~", b"\x1b[200~tempel\x1b[201~",
    b"\x1b", b"\x1b[", b"\x1b]", b"\x1b[999999999999999999m", b"\x1b[0;1;2;3;4",
    CSI + b"31mc1", OSC + b"0;c1\x9c", DCS + b"c1\x9c", u(0x9B) + b"31mC1",
    u(0x9D) + b"0;C1" + u(0x9C), u(0x90) + b"x" + u(0x9C), u(0x85) + b"nel",
    b"a\rb", b"a\nb", b"a\r\nb", b"a\tb", b"a\x0bb", b"a\x0cb", b"a\x08\x08\x08b",
    b"\nTOTAL 1", b"x\n\n\n\n\n\nx", b"\r\rTOTAL     1",
    u(0x2028) + b"ls", u(0x2029) + b"ps", b"a" + u(0x2028) + b"b",
    # the direction of reading, what is not seen
    u(0x202E) + b"000.1 latot", b"a" + u(0x202D) + b"b" + u(0x202C),
    u(0x2066) + b"a" + u(0x2069), u(0x2067) + b"12.500" + u(0x2069),
    u(0x2068) + b"x", u(0x200E) + b"x" + u(0x200F), u(0x061C) + b"x",
    b"a" + u(0x200B) + b"b", b"a" + u(0x200C) + b"b", b"a" + u(0x200D) + b"b",
    b"a" + u(0x2060) + b"b", b"a" + u(0xFEFF) + b"b", u(0xFEFF) + b"bom",
    b"a" + u(0x00AD) + b"b", u(0x180E) + b"x", u(0x115F) + b"x", u(0x3164),
    u(0xFFA0) + b"x", u(0x2800), u(0x00A0), u(0x3000) + b"x" + u(0x3000),
    u(0xFFF9) + b"a" + u(0xFFFA) + b"b" + u(0xFFFB), u(0xFFFC),
    u(0xE0041, 0xE0042, 0xE007F), b"a" + u(0xE0020) + b"b", u(0xFE0F) * 9 + b"x",
    u(0x1D173) + b"x" + u(0x1D174), u(0x206A) + b"x" + u(0x206F),
    # marks, widths, signs
    b"e" + u(0x301) * 60, b"a" + u(0x489) * 30, u(0x301) + b"x", u(0x20DD) + b"x",
    "พิ๊ม".encode(), "क्ष".encode(), "한국어".encode(), u(0x1100, 0x1161, 0x11A8),
    "漢字".encode() * 8, "ｗｉｄｅ".encode(), "ﾊﾝｶｸ".encode(), "①②③".encode(),
    "±×÷°".encode(), "…‥·".encode(), "日本語と漢字".encode(), "👩‍👩‍👧‍👦".encode(),
    "🏴󠁧󠁢󠁥󠁮󠁧󠁿".encode(), "🇮🇩🇮🇩".encode(), "👍🏽".encode(),
    "👨‍💻".encode() * 6, "☂️☂︎".encode(), "𝕋𝕆𝕋𝔸𝕃".encode(), "ꦏꦺꦴꦥꦶ".encode(),
    "العربية ١٢٬٥٠٠".encode(), "עברית 12".encode(), "١٢٣٤٥".encode(),
    "۱۲۳".encode(), "१२३".encode(), "１２．５００".encode(), "Ⅻ".encode(),
    "KOPІ".encode(), "раураl".encode(), "ﬁﬂ".encode(), "İıß".encode(),
    u(0xE000, 0xF8FF), u(0xF0000), u(0x10FFFD), u(0x10FFFF), u(0xFFFE),
    u(0xFDD0), u(0x1FFFE), u(0xFFFD), u(0x10000),
    # bytes that are no text
    b"\xff\xfe", b"\xc3\x28", b"\xe2\x82", b"\xf0\x9f\x98", b"\x80\x80", b"\xc0\x80",
    b"\xc0\xaf..", b"\xe0\x80\xaf", b"\xf0\x80\x80\xaf", b"\xf4\x90\x80\x80",
    b"\xf8\x88\x80\x80\x80", u(0xD800), u(0xDFFF), u(0xD83D, 0xDE00),
    b"\xff\xfek\x00o\x00p\x00i\x00"[:2] + b"kopi", b"x\xc3", b"caf\xe9", b"\xa0x",
    # spreadsheets
    b"=1+1", b"=cmd|' /C calc'!A0", b"+1+1", b"-1+1", b"@SUM(A1)", b"\t=1",
    b"\r=1", b"\n=1", b" =1", b"'=1", b"''=1", "＝1+1".encode(), "＋1".encode(),
    "－1".encode(), "＠SUM(1)".encode(), b'=HYPERLINK("http://x","y")',
    b'";=1;"', b'a","=1', b"=IMPORTXML(1)", b"%=1", b"|=1",
    # other readers of text
    b"'; DROP TABLE item; --", b"' OR '1'='1", b'" OR ""="', b"x' UNION SELECT 1",
    b'"ker" AND', b"ker*", b"NEAR(a b)", b"name:x", b"^x", b"-ker", b'"', b"(", b"a OR",
    b"%s%s%s%n", b"%1$s%99999d", b"%", b"%%n", b"$(reboot)", b"`id`", b"; ls",
    b"| cat", b"&& x", b"../../etc/passwd", b"/dev/null", b"C:\\x", b"~root", b"-rf",
    b"--help", b"-o", b"<script>alert(1)</script>", b"<b>tebal</b>", b"&amp;&lt;",
    b"<span foreground='red'>", b"</span>", b"&#x1b;", b"{{7*7}}", b"${7*7}",
    b") Tj ET (", b"\\) Tj", b"\\(", b"%PDF-1.7", b"%%EOF", b"endstream endobj",
    b'{"a":1}', b'","b":"', b"\\u001b", b"\\n\\t", b"null", b"true", b"NaN",
    b'a"b', b'""', b"a,b", b"a;b", b"a|b", b"a=b", b"a*b", b"3*KRP", b"a:b@c",
    b"Plural-Forms: nplurals=9;", b"msgid", b"#", b"# x", b"x # y",
    # sizes
    b"9" * 10000, b"W" * 300, "漢".encode() * 200, b"a " * 400, b"-" * 159,
    u(0x301) * 500, b" " * 200, b"", b"0", b"1e9", b"0x10", b"1.000.000",
    b"nul\x00nul", b"\x00", b"TOTAL", b"KEMBALI 1.000.000",
]
