"""Whose words: the agencies that a page is credited to, with the words that say so.

A name alone proves nothing: every report on a war cites agencies, and every photo names one. A credit has a shape:

    byline           By AFP · Reuters Staff · NAME, Associated Press · an author's address at the agency
    dateline         SEOUL, Nov 9 (Yonhap) -- · МОСКВА, 9 ноября. /ТАСС/. · (서울=연합뉴스) · 新华社平壤11月9日电
    structured data  author, creator, sourceOrganization ... of the page
    feed             <source>, dc:creator
    closing line     (With inputs from ANI) · Quelle: APA/dpa · © dpa-infocom · mit dpa · ... said. (PTI)

Where two are credited ("서울 AP=연합뉴스", "dpa/AFP"), both are. On an agency's own site its name is its signature, and
no credit.
"""

import re
from collections.abc import Iterable, Iterator, Sequence

from config import Agency
from records import Credit

HEAD_LINES = 3  # lines in which a byline or dateline stands
TAIL_LINES = 4  # lines in which a closing credit stands
DATELINE = 90  # characters before the agency: two cities, a country and a date
LINE = 250  # characters of a closing line; longer ones are paragraphs
SIGNATURE = 70  # characters of a line that is a byline by itself
SPAN = 120  # characters of evidence that are kept

_OPEN, _SHUT = r"[(（\[［【〔]", r")）\]］】〕"
_MONTH_DAY = r"(?:\d{1,2}\s*月\s*)?\d{1,2}\s*日"
_PHOTO = re.compile(
    r"\b(?:photos?|photograph\w*|pictures?|images?|video|file|getty|fotos?|bild(?:er)?|imagen|zdjęcie|fot\.|graphic|"
    r"map)\b|фото|видео|снимок|світлин|사진|영상|자료|图|写真|映像|صورة|फोटो",
    re.I,
)
_JOINT = r"\s*(?:[/,;&+|·・=\-–]|\band\b|\bund\b|\bet\b|\by\b|\be\b|\bi\b|\bи\b|\bта\b|\bі\b|和|、|및|\bvia\b)?\s*"
_LEADING = (
    r"(?:by|from|von|vom|mit(?: material von| informationen von)?|avec|con(?: información de)?|com|med|z|za|per|par|"
    r"por|de|with|via|the|l['’]|"
    r"от|по материалам|за матеріалами|с|з|अनुवाद)"
)
_TRAILING = (
    r"(?:staff|news(?: agency| service)?|agency|agencies|writers?|team|desk|bureau|reporters?|correspondents?|"
    r"agenturen|агентства|통신|特约|記者|기자|특파원)"
)
_INPUTS = re.compile(
    r"\b(?:inputs?|contribut(?:ed|ions?|ing)|material|files?|reporting|information(?:en)?|content|assistance|"
    r"agency copy|story|article|report|feed|wire)\b"
    r"[^.]{0,40}?\b(?:from|by|of|via|von|to this report)\b|\bcontributed to this (?:report|story|article)\b|"
    r"\bpublished (?:by|on|in|from)\b|\bwas used in this\b|"
    r"по материалам|за матеріалами|с использованием материалов|mit material|avec l['’]|con información|"
    r"com informações|con la colaboración",
    re.I,
)
_CITING = re.compile(
    r"\b(?:report(?:ed|s)|said|says|told|according|citing|cited|quoted|quoting|interview)\b|сообщ|переда[ёеющ]|"
    r"повідом|переда[єв]|со ссылкой|з посиланням|цитиру|"
    r"(?:에|을|를) (?:따르면|인용)|보도|报道|報道|报导|援引|によると|laut\b|selon|según|secondo|według",
    re.I,
)
_SOURCE = re.compile(
    r"^\W*(?:quelle|source|sources|источник|джерело|źródło|fuente|fonte|zdroj|kaynak|출처|来源|來源|稿源|出典|المصدر|"
    r"स्रोत|agency|агентство)\s*[:：]\s*",
    re.I,
)
_COPYRIGHT = re.compile(r"(?:©|\(c\)|ⓒ|copyright|저작권자)", re.I)
# A name's edges where its script writes spaces; none for Chinese, Japanese, Korean and signs. Latin initials stand
# right before Korean or Japanese words ("AP통신"), so only letters of spaced scripts count.
_LETTER = r"[A-Za-z0-9\u00c0-\u1fff_]"
_UNSPACED = r"[\u3040-\u9fff\uac00-\ud7a3\W_]"
_START = rf"(?:(?<!{_LETTER})|(?={_UNSPACED}))"
_END = rf"(?:(?!{_LETTER})|(?<={_UNSPACED}))"


class AgencyIndex:
    """The known agencies, ready to be looked for in bylines, datelines, structured data, feeds and closing lines."""

    def __init__(self, agencies: Iterable[Agency]) -> None:
        self._hosts: dict[str, tuple[str, ...]] = {}
        self._of: dict[str, str] = {}
        for agency in agencies:
            self._hosts[agency.id] = tuple(agency.hosts)
            for name in agency.initials:
                self._of.setdefault(name, agency.id)
            for name in agency.names:
                self._of[name] = agency.id
                # Datelines shout: "ИНТЕРФАКС-УКРАИНА". Short names stay as written, or "Efe" would be every word.
                if len(name) > 4:
                    self._of.setdefault(name.upper(), agency.id)
        names = sorted(self._of, key=len, reverse=True)
        # The edges stand once around all names, not around each: compiling 9,000 large sets took every worker 3 s.
        any_name = f"{_START}(?:{'|'.join(map(re.escape, names))}){_END}" if names else r"(?!)"
        self._name = re.compile(any_name)
        one = f"(?:{any_name})(?:-(?:infocom|AFX|tmn|Korr|News))?" if names else r"(?!)"
        several = rf"(?:{one})(?:{_JOINT}(?:{one}))*"
        self._datelines = tuple(
            re.compile(pattern)
            for pattern in (
                # SEOUL, Nov 9 (Reuters) - · Seúl, 19 jun (EFE).- · New Delhi [India], Nov 9 (ANI): · (AP) —
                rf"^[^\n]{{0,{DATELINE}}}?[(（][^()\n]{{0,25}}?{several}[^()\n]{{0,12}}[)）]\s*[.。।]?\s*(?:[-–—:：―]|"
                rf"$)",
                # МОСКВА, 9 ноября. /ТАСС/. · MOSCOW, November 9. /TASS/. · موسكو / الأناضول
                rf"^[^\n]{{0,{DATELINE}}}?/\s?(?:[^\n/]{{1,12}}\s)?{several}(?:\s[^\n/]{{0,25}})?/",
                rf"^[^\n/.!?]{{2,40}}\s?/\s?{several}\s*(?:[-–—:\n]|$)",
                # МОСКВА, 9 ноя - РИА Новости. · Москва. 9 ноября. INTERFAX.RU - · Київ. 9 листопада. Інтерфакс-Україна.
                rf"^[^\W\d_][^\n!?:]{{1,50}}?\d{{1,2}}\.?\s?[^\W\d_]{{3,10}}\.?(?:\s\d{{4}})?\s*(?:[-–—.,]\s*)+{several}\s*(?:,\s[^\n.]{{3,40}})?(?:[.\n]|"
                rf"\s[-–—]|$)",
                # (서울=연합뉴스) · (서울 AP=연합뉴스) · 【モスクワ共同】 · [東京 9日 ロイター]
                rf"^\s?{_OPEN}(?:[^{_SHUT}\n]{{0,30}}?[\s=＝　]?){several}[^{_SHUT}\n]{{0,14}}[{_SHUT}]",
                # 新华社平壤11月9日电 · （中央社首爾9日電）· 据新华社北京11月9日电
                rf"^\s?[(（【]?据?{one}[^\W\d_]{{0,12}}\s?(?:{_MONTH_DAY})?\s?(?:[^\W\d_]{{0,6}})?[电電讯訊](?!话|話|"
                rf"视|視|影)",
            )
        )
        self._only = re.compile(rf"^\W*(?i:{_LEADING}\s+)*{several}(?:/[a-z]{{2,4}})*(?i:\s+{_TRAILING})*\W*$")
        self._at_end = re.compile(
            rf"[(（\[【/](?:{_LEADING}\s)?(?P<who>(?:[^()（）\[\]\n/]{{1,15}}/)?{several})(?:[,\s][A-Z]{{2,4}})*[)）\]】/]\s*[.。।]?(?:\s?[A-Z]{{2,5}}){{0,4}}\s*$"
        )
        self._listed = re.compile(rf"\b(?i:with|mit|avec|con|com)\b[^.]{{0,30}}?{several}")
        self._first = re.compile(several)

    def credits(
        self,
        *,
        title: str,
        standfirst: str,
        text: str,
        authors: Sequence[str],
        structured: Sequence[str],
        feed_credit: str,
        host: str,
    ) -> tuple[Credit, ...]:
        """The agencies credited, each once, with the strongest evidence; never the agency whose own site `host` is."""
        del title  # a headline cites; "TASS: ..." and "(LEAD)" credit nobody
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        found: dict[str, Credit] = {}
        for where, spans in (
            ("byline", self._bylines(authors, lines)),
            ("dateline", self._dated([standfirst, *lines[:HEAD_LINES]])),
            ("structured data", (span for value in structured for span in self._signed(value))),
            ("feed", self._signed(feed_credit)),
            ("closing line", self._closing(lines)),
        ):
            for agency, span in spans:
                if not self._is_own_site(agency, host):
                    found.setdefault(agency, Credit(agency, where, span[:SPAN]))
        return tuple(found.values())

    def _bylines(self, authors: Sequence[str], lines: Sequence[str]) -> Iterator[tuple[str, str]]:
        for author in authors:
            yield from self._signed(author)
        for line in (*lines[:HEAD_LINES], *lines[-TAIL_LINES:]):
            yield from self._addressed(line)
        for line in lines[:HEAD_LINES]:
            if (
                len(line) <= SIGNATURE
                and not _PHOTO.search(line)
                and not _CITING.search(line)
                and self._only.match(line)
            ):
                yield from self._named(line)

    def _dated(self, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
        for line in lines:
            for pattern in self._datelines:
                match = pattern.match(line)
                if match and not _PHOTO.search(match[0]) and not _CITING.search(match[0]):
                    yield from ((agency, match[0].strip()) for agency, _ in self._named(match[0]))
                    break

    def _signed(self, value: str) -> Iterator[tuple[str, str]]:
        """A string that stands in an author's or source's place: every name in it signs, unless it made the photo."""
        if value and len(value) <= LINE and not _PHOTO.search(value):
            yield from ((agency, value) for agency, _ in self._named(value))

    def _closing(self, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
        for line in lines[-TAIL_LINES:]:
            tail = line if len(line) <= LINE else line[-LINE:]
            ended = self._at_end.search(tail) if line is lines[-1] or len(line) <= LINE else None
            if ended and not _PHOTO.search(ended[0]) and (line is lines[-1] or len(line) < SIGNATURE):
                yield from ((agency, ended[0].strip()) for agency, _ in self._named(ended["who"]))
            elif len(line) <= LINE and not _PHOTO.search(line):
                yield from ((agency, line) for agency in self._closes(line))

    def _closes(self, line: str) -> Iterator[str]:
        """The agencies that a short line at the end gives its thanks, its source or its copyright to."""
        if source := _SOURCE.match(line):
            named = line[source.end() :].strip('«"“ ')
            # A longer line may go on to say more of the source than its name.
            if match := self._first.match(named):
                yield from (agency for agency, _ in self._named(match[0]))
            elif len(named) < SIGNATURE:
                yield from (agency for agency, _ in self._named(named))
        elif (
            self._only.match(line)
            or (_INPUTS.search(line) and not re.search(r"\b(?:said|told)\b", line))
            or (_COPYRIGHT.search(line) and (_COPYRIGHT.match(line.lstrip("<[(-· ")) or len(line) < SIGNATURE))
            or (len(line) <= SIGNATURE and line[:1] in "([（" and self._listed.search(line))
        ):
            yield from (agency for agency, _ in self._named(line))

    def _addressed(self, line: str) -> Iterator[tuple[str, str]]:
        """A reporter's address at an agency: "hong@yna.co.kr"."""
        for match in re.finditer(r"[\w.+-]+@([\w-]+(?:\.[\w-]+)+)", line[-LINE:]):
            for agency, hosts in self._hosts.items():
                if any(_same_site(match[1].lower(), own) for own in hosts):
                    yield agency, match[0]

    def _named(self, text: str) -> Iterator[tuple[str, str]]:
        seen: set[str] = set()
        for match in self._name.finditer(text):
            agency = self._of[match[0]]
            if agency not in seen:
                seen.add(agency)
                yield agency, match[0]

    def _is_own_site(self, agency: str, host: str) -> bool:
        return any(_same_site(host.lower(), own) for own in self._hosts.get(agency, ()))


def _same_site(host: str, own: str) -> bool:
    return host == own or host.endswith(f".{own}")
