"""Invented events for the tests of reports: a press week in four scripts, and builders of single events."""

from typing import Any

from records import Event, EventKind
from reports.digest import Digest, digest
from reports.wording import changes

OUTLETS = {
    "nordwire": ("Nordwire", "NO", "agency"),
    "harborpost": ("Harbor Post", "GB", "press"),
    "vestnik": ("Северный вестник", "RU", "press"),
    "hangang": ("한강일보", "KR", "press"),
    "manara": ("المنارة", "EG", "broadcaster"),
    "tidings": ("Eastern Tidings", "SG", "specialist"),
}


def article(number, outlet="harborpost", title="A headline", **more):
    """The facts of one article."""
    name, country, kind = OUTLETS.get(outlet, (outlet, "", "press"))
    facts = {
        "id": number,
        "url": f"https://{outlet}.example/news/{number}",
        "outlet": outlet,
        "outlet_name": name,
        "country": country,
        "kind": kind,
        "title": title,
        "standfirst": "",
        "language": "en",
        "published": {"value": "2026-11-19T06:00:00Z", "precision": "instant"},
        "first_seen": "2026-11-19T06:20:00Z",
        "agencies": [],
        "authors": [],
        "words": 300,
    }
    return facts | more


def story(number, origin, articles=1, outlets=1):
    """The facts of one story that comes from an article."""
    keys = ("id", "outlet", "outlet_name", "url", "title", "language", "published")
    return {
        "id": number,
        "title": origin["title"],
        "origin": {key: origin[key] for key in keys},
        "articles": articles,
        "outlets": outlets,
    }


def credit(agency="nordwire", name="Nordwire", where="dateline", span="OSLO, Nov 19 (Nordwire) —"):
    """Whose words an article carries."""
    return {"id": agency, "name": name, "where": where, "span": span}


def event(mark, kind, facts, at="2026-11-19T06:20:00Z"):
    """One event. Its story and article are those of its facts."""
    return Event(
        id=mark,
        at=at,
        kind=kind,
        run=1,
        story=facts["story"]["id"] if "story" in facts else None,
        article=facts["article"]["id"] if "article" in facts else None,
        facts=facts,
    )


def new_story(mark, told, number=None, at="2026-11-19T06:20:00Z", terms=("treaty", "Pyongyang"), whole=None):
    """A story that begins with an article."""
    facts = {
        "article": told,
        "story": whole or story(number if number is not None else mark, told),
        "verdict": {"score": 0.9, "level": "about", "terms": list(terms)},
        "perhaps": None,
    }
    return event(mark, EventKind.NEW_STORY, facts, at)


def new_carrier(
    mark, told, whole, of, relation="identical", share=0.98, delay=1500, at="2026-11-19T06:40:00Z", terms=()
):
    """An article that carries a known story."""
    facts = {
        "article": told,
        "story": whole,
        "verdict": {"score": 0.8, "level": "about", "terms": list(terms)},
        "relation": relation,
        "of": {"id": of["id"], "outlet_name": of["outlet_name"], "url": of["url"]},
        "also": None,
        "score": 0.91,
        "share": share,
        "delay_seconds": delay,
    }
    return event(mark, EventKind.NEW_CARRIER, facts, at)


def edited(mark, old, new, texts=("", ""), revision=2, at="2026-11-19T08:00:00Z", whole=None):
    """An article that reads otherwise than before."""
    was = {"title": old["title"], "standfirst": old["standfirst"], "text": texts[0]}
    now = {"title": new["title"], "standfirst": new["standfirst"], "text": texts[1]}
    facts = {
        "article": new,
        "story": whole or story(new["id"], new),
        "revision": revision,
        "was": {"title": old["title"], "standfirst": old["standfirst"]},
        "changes": changes(was, now, new["language"]),
        "left_out": 0,
    }
    return event(mark, EventKind.EDITED, facts, at)


def gone(mark, told, at="2026-11-19T09:00:00Z"):
    """An article that is not there any more."""
    facts = {
        "article": told,
        "story": story(told["id"], told),
        "status": 404,
        "answers": 3,
        "since": "2026-11-16T09:00:00Z",
        "last_present": "2026-11-15T21:00:00Z",
    }
    return event(mark, EventKind.GONE, facts, at)


def back(mark, told, at="2026-11-19T09:10:00Z"):
    """An article that is there again."""
    facts = {"article": told, "story": story(told["id"], told), "absent_since": "2026-11-12T09:00:00Z"}
    return event(mark, EventKind.BACK, facts, at)


def moved(mark, told, old_url, at="2026-11-19T09:20:00Z"):
    """An article at another address."""
    facts = {"article": told, "story": story(told["id"], told), "old_url": old_url, "new_url": told["url"]}
    return event(mark, EventKind.MOVED, facts, at)


def rejudged(mark, told, was="related", level="off", why="topic", topics=None, at="2026-11-19T09:30:00Z"):
    """An article whose verdict is of another level now. `topics` are names of topics that it belongs to."""
    verdict = {"score": 0.2, "level": level, "terms": ["treaty"]}
    if topics is not None:
        verdict["topics"] = [
            {"id": f"t{n}", "name": name, "score": 0.2, "level": level, "terms": ["treaty"]}
            for n, name in enumerate(topics)
        ]
    facts = {
        "article": told,
        "story": story(told["id"], told),
        "verdict": verdict,
        "was": {"score": 0.6, "level": was},
        "why": why,
    }
    return event(mark, EventKind.VERDICT_CHANGED, facts, at)


def origin_moved(mark, told, number, was, copies=(), articles=3, at="2026-11-19T09:30:00Z"):
    """An article that is known to be the origin of a story now. `copies` are (article, relation, share, delay)."""
    keys = ("article", "relation", "share", "delay_seconds")
    facts = {
        "article": told,
        "story": story(number, told, articles, articles),
        "was": {key: was[key] for key in ("id", "outlet_name", "url")},
        "copies": [dict(zip(keys, copy, strict=True)) for copy in copies],
    }
    return event(mark, EventKind.ORIGIN_MOVED, facts, at)


def trouble(outlet="tidings", problem="unreachable: connection refused", new=False):
    """An outlet that a run could not read."""
    name = OUTLETS.get(outlet, (outlet,))[0]
    return {"outlet": outlet, "outlet_name": name, "problem": problem, "since": "2026-11-18T05:00:00Z", "new": new}


def run_ended(mark, troubles=(), not_taken=None, spider="feeds", ok=True, at="2026-11-19T06:30:00Z"):
    """A crawl that ended."""
    facts = {
        "run": mark,
        "spider": spider,
        "finish": "finished" if ok else "shutdown",
        "ok": ok,
        "counts": {"pages": 40, "kept": 5},
        "not_taken": not_taken or {},
        "troubles": list(troubles),
    }
    return event(mark, EventKind.RUN_ENDED, facts, at)


def press_week():
    """Eighteen events: three new stories, one grown, edits in three languages, one gone, back, moved and rejudged, two
    runs, and two known stories whose origin was found, one of them the grown one."""
    wire = article(
        1,
        "nordwire",
        "Moscow and Pyongyang exchange instruments for second protocol to partnership treaty",
        standfirst="The protocol extends the 2024 treaty to civil engineering units, the ministry said on Thursday.",
        agencies=[credit()],
    )
    copy = article(
        2,
        "harborpost",
        "Russia, North Korea exchange protocol instruments",
        published={"value": "2026-11-19T06:25:00Z", "precision": "instant"},
        first_seen="2026-11-19T06:40:00Z",
        agencies=[credit(where="byline", span="By Nordwire staff")],
    )
    russian = article(
        3,
        "vestnik",
        "Москва и Пхеньян обменялись грамотами о ратификации второго протокола к договору о партнёрстве",
        language="ru",
        published={"value": "2026-11-19", "precision": "day"},
        first_seen="2026-11-19T06:50:00Z",
    )
    korean = article(
        4,
        "hangang",
        "북러, 포괄적 전략 동반자 조약 제2의정서 비준서 교환…“건설부대 파견 근거 마련”",
        language="ko",
        standfirst="정부는 의정서의 구체적인 내용이 공개되지 않았다며 관계국과 긴밀히 소통하고 있다고 밝혔다.",
        published={"value": "2026-11-19T07:00:00Z", "precision": "instant"},
        first_seen="2026-11-19T07:05:00Z",
    )
    arabic = article(
        5,
        "manara",
        "موسكو وبيونغ يانغ تتبادلان وثائق التصديق على بروتوكول جديد",
        language="ar",
        published=None,
        first_seen="2026-11-19T07:10:00Z",
    )
    late = article(
        6,
        "tidings",
        "What Article 4 of the treaty asks of either side",
        published={"value": "2026-11-11T02:00:00Z", "precision": "instant"},
        first_seen="2026-11-19T06:30:00Z",
        agencies=[],
        authors=["Mina Halvorsen"],
    )
    known = article(
        7,
        "nordwire",
        "Rail bridge over the Tumen reaches the Korean bank",
        published={"value": "2026-11-17T11:00:00Z", "precision": "instant"},
    )
    extended = article(
        8,
        "tidings",
        "Tumen rail bridge: what stands, what is missing",
        published={"value": "2026-11-19T05:00:00Z", "precision": "instant"},
    )
    before = article(
        9, "harborpost", "Seoul: 10,000 soldiers will rotate by spring", standfirst="Officials give a figure."
    )
    after = before | {"title": "Seoul: 12,000 soldiers may rotate by spring"}
    again = after | {"standfirst": "Officials give a new figure, and no date."}
    ko_before = article(10, "hangang", "북한군 1만명 교대 전망", language="ko")
    ko_after = ko_before | {"title": "북한군 1만2천명 교대 전망"}
    bridge = article(
        14,
        "vestnik",
        "Мост через Туманную достиг корейского берега",
        language="ru",
        published={"value": "2026-11-17T10:00:00Z", "precision": "instant"},
    )
    crossing = article(15, "tidings", "Ferry crossing at Rason to close for winter")
    ferry = article(
        16,
        "nordwire",
        "Ferry at Rason closes for the winter",
        published={"value": "2026-11-19T04:05:00Z", "precision": "instant"},
        agencies=[credit(span="RASON, Nov 19 (Nordwire) —")],
    )
    wire_story = story(101, wire, 3, 3)
    return [
        new_story(1, wire, whole=story(101, wire), terms=("Moscow", "Pyongyang", "treaty", "partnership treaty")),
        new_story(2, late, 102, terms=("Article 4", "treaty")),
        run_ended(3, [trouble(new=True)], {"off topic": 31, "duplicate URL": 4}),
        new_carrier(4, copy, wire_story, wire),
        new_carrier(
            5, russian, wire_story, wire, "edited", 0.71, None, terms=("договору", "Пхеньян"), at="2026-11-19T06:50:00Z"
        ),
        new_story(6, korean, 103, terms=("북러", "포괄적 전략 동반자 조약"), at="2026-11-19T07:05:00Z"),
        new_carrier(7, arabic, story(103, korean, 2, 2), korean, "excerpt", 0.42, None, at="2026-11-19T07:10:00Z"),
        new_carrier(8, extended, story(90, known, 5, 4), known, "extended", 0.33, 151200, at="2026-11-19T07:20:00Z"),
        edited(
            9, before, after, ("It said 10,000 would go. The rest stays.", "It said 12,000 would go. The rest stays.")
        ),
        edited(10, after, again, revision=3, at="2026-11-19T08:30:00Z"),
        edited(11, ko_before, ko_after),
        gone(12, article(11, "vestnik", "Сводка о поставках", language="ru")),
        back(13, article(12, "tidings", "Port figures for October")),
        moved(14, article(13, "harborpost", "Timeline of the treaty"), "https://harborpost.example/old/13"),
        run_ended(
            15,
            [trouble(), trouble("manara", "refused: robots.txt denies")],
            {"off topic": 12, "refused": 2},
            at="2026-11-19T09:30:00Z",
        ),
        origin_moved(16, bridge, 90, known, [(7, "edited", 0.8, 3600), (8, "extended", 0.31, 154800)], 5),
        origin_moved(17, ferry, 104, crossing, [(15, "identical", 0.97, -5100)]),
        rejudged(18, article(14, "tidings", "Trade of a small port")),
    ]


HOSTILE = [
    "<script>alert(1)</script>",
    '" onload="alert(1)" x="',
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "](http://evil.example)",
    "[click](javascript:alert(1))",
    "![x](http://evil.example/p.png)",
    "<http://evil.example>",
    "http://evil.example/ and www.evil.example",
    "a | pipe | table",
    "`code` ``` fence",
    "# heading\n\n- list\n1. list\n> quote",
    "&lt;b&gt; &amp; &#60;",
    "{{ 7 * 7 }} {% raw %}",
    "\x1b[31mred\x1b[0m \x1b]8;;http://evil.example\x07link\x1b]8;;\x07 \x9b2J",
    "safe\u202egnp.exe \u2066isolate \u200bzero",
    "half \ud800 pair",
    "line\r\nbreak\u2028end\x00nul",
    "-->]]></style></title><img src=x onerror=alert(1)>",
    "***bold*** ~~struck~~ $math$ \\",
    "Z" + "\u0301" * 50,
    "",
    " ",
]


def hostile_digest(text: str, url: str = "") -> Digest:
    """A digest in which every text that a page or an outlet could choose is `text`, and every address `url`."""
    own: dict[str, Any] = {"title": text, "standfirst": text, "language": text, "country": text, "url": url or text}
    own |= {"outlet_name": text, "agencies": [credit(text, text, text, text)], "authors": [text]}
    wire, copy = article(1, **own), article(2, **own)
    late = article(3, **own, published={"value": "2026-11-01", "precision": "day"})
    whole = story(5, wire, 4, 4)
    failing = trouble() | {"outlet_name": text, "problem": text, "since": text}
    events = [
        new_story(1, wire, whole=whole, terms=(text, text + "x")),
        new_carrier(2, copy, whole, wire, relation=text or "edited", terms=(text,)),
        new_carrier(3, late, story(6, wire, 9, 9), wire),
        edited(4, wire, wire | {"title": f"{text} more words", "standfirst": "new"}, (text, f"{text} and a sentence.")),
        gone(5, wire),
        moved(6, copy, url or text),
        run_ended(7, [failing], {text or "refused": 3}, spider=text, ok=False),
        origin_moved(8, article(4, **own), 6, copy, [(3, text, 0.5, -60)]),
        origin_moved(9, article(5, **own), 7, copy),
        rejudged(10, copy, text, "about", text, [text, text]),
    ]
    return digest(events, name=text, since=0, until=10)


def week():
    """The digest of the press week."""
    return digest(press_week(), name="morning", since=0, until=18, zone="Europe/Berlin")
