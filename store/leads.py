"""Leads are the frontier, in the database: stored before they are fetched, and ended with a reason."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from sqlite_utils import Database

from crawler.urls import key
from records import Lead, LeadState, Refusal, Via
from reports import wording

# Three readings that never came back: the page itself is what kills the crawl (design.md, idea 1).
MAX_READINGS = 3
# A server may be away for a night; after eight tries, backed off to a day, an address is called unreachable.
MAX_TRIES = 8
FIRST_BACKOFF = timedelta(minutes=10)
LONGEST_BACKOFF = timedelta(days=1)

_FIELDS = "id, url, outlet, source, via, title, summary, content, published, credit, language"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one reading of a source brought: its leads, and the validators to send with the next request."""

    source: str
    outlet: str
    via: Via
    leads: tuple[Lead, ...]
    etag: str = ""
    last_modified: str = ""
    body_hash: str = ""


def record_finding(db: Database, finding: Finding, at: str) -> list[Lead]:
    """Store a finding's leads and its source's validators together; returns the leads nobody had shown us before.

    Together, so that a crawl killed in between asks the source again and gets them again.
    """
    fresh = [stored for lead in finding.leads if (stored := record_lead(db, lead, at)) is not None]
    db.execute(
        """INSERT INTO sources (url, outlet, via, etag, last_modified, body_hash) VALUES (?, ?, ?, ?, ?, ?)
        ON CONFLICT (url) DO UPDATE SET outlet = excluded.outlet, etag = excluded.etag,
        last_modified = excluded.last_modified, body_hash = excluded.body_hash""",
        (finding.source, finding.outlet, finding.via, finding.etag, finding.last_modified, finding.body_hash),
    )
    return fresh


def record_lead(db: Database, lead: Lead, at: str) -> Lead | None:
    """Store one lead and credit its finder; returns it with its id, or None where its address was already known."""
    address = key(lead.url)
    known = db.execute("SELECT id FROM leads WHERE key = ?", (address,)).fetchone()
    if known:
        _credit(db, known[0], lead.source)
        return None
    article = _article_at(db, address, lead.title)
    state, reason = (LeadState.DUPLICATE, "an address of a kept article") if article else (LeadState.NEW, "")
    cursor = db.execute(
        """INSERT INTO leads (key, url, outlet, source, via, title, summary, content, published, credit, language,
        found_at, state, reason, ended_at, article) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            *(address, lead.url, lead.outlet, lead.source, lead.via, lead.title, lead.summary, lead.content),
            *(lead.published, lead.credit, lead.language, at, state, reason),
            *((at, article[0]) if article else (None, None)),
        ),
    )
    stored = replace(lead, id=int(cursor.lastrowid or 0))
    _credit(db, stored.id, lead.source)
    return None if article else stored


def _article_at(db: Database, address: str, title: str) -> tuple[int] | None:
    """The article that has this address. One that only claims it must have the lead's headline too: a wrong canonical
    link names another article's address, and that article would never be fetched."""
    row = db.execute(
        "SELECT article, claimed, title FROM addresses JOIN articles ON articles.id = article WHERE key = ?",
        (address,),
    ).fetchone()
    if row is None or (row[1] and not (title and wording.same(row[2], title))):
        return None
    return (row[0],)


def _credit(db: Database, lead: int, source: str) -> None:
    if source:
        db.execute("INSERT OR IGNORE INTO lead_sources (lead, source) VALUES (?, ?)", (lead, source))


def open_leads(db: Database, at: str, outlets: Collection[str] | None = None) -> list[Lead]:
    """The leads that wait to be fetched now; those whose page once took a crawl down with it come last."""
    # What is put off for longer than we put anything off was put off by a clock that was wrong.
    rows = db.execute(
        f"""SELECT {_FIELDS} FROM leads WHERE state = 'new' AND (not_before <= ? OR not_before > ?)
        ORDER BY readings, id""",
        (at, later(at, 2 * LONGEST_BACKOFF)),
    ).fetchall()
    return [lead for lead in map(_lead, rows) if outlets is None or lead.outlet in outlets]


def find_lead(db: Database, url: str) -> tuple[Lead, LeadState, str] | None:
    """The lead of an address with its state and reason, whatever its spelling."""
    row = db.execute(f"SELECT state, reason, {_FIELDS} FROM leads WHERE key = ?", (key(url),)).fetchone()
    return (_lead(row[2:]), LeadState(row[0]), row[1]) if row else None


def _lead(row: tuple[object, ...]) -> Lead:
    number, url, outlet, source, via, *words = row
    title, summary, content, published, credit, language = map(str, words)
    return Lead(
        url=str(url),
        outlet=str(outlet),
        source=str(source),
        via=Via(str(via)),
        title=title,
        summary=summary,
        content=content,
        published=published,
        credit=credit,
        language=language,
        id=int(str(number)),
    )


def begin_reading(db: Database, lead: int) -> Refusal | None:
    """Count a reading before the page is touched. After MAX_READINGS that never came back, the lead ends instead."""
    readings = db.execute("SELECT readings FROM leads WHERE id = ?", (lead,)).fetchone()[0]
    if readings >= MAX_READINGS:
        return Refusal(LeadState.UNREADABLE, "crashed us")
    db.execute("UPDATE leads SET readings = readings + 1 WHERE id = ?", (lead,))
    return None


def end_lead(
    db: Database,
    lead: int,
    state: LeadState,
    reason: str,
    at: str,
    *,
    article: int | None = None,
    gate: str = "",
    judged: str = "",
) -> None:
    """Write down where a lead ended and why, and which version of the gate or of the topics refused it.

    Its full text, if its feed gave one, is no longer needed."""
    db.execute(
        """UPDATE leads SET state = ?, reason = ?, ended_at = ?, article = ?, gate = ?, judged = ?, readings = 0,
        content = CASE WHEN ? = 'kept' THEN '' ELSE content END WHERE id = ?""",
        (state, reason, at, article, gate, judged, state, lead),
    )


def reopen_lead(db: Database, url: str) -> bool:
    """Somebody asks for an address again: unless it is kept already, whatever ended it is forgotten."""
    changed = db.execute(
        """UPDATE leads SET state = 'new', reason = '', ended_at = NULL, readings = 0, tries = 0, not_before = ''
        WHERE key = ? AND state NOT IN (?, ?)""",
        (key(url), LeadState.KEPT, LeadState.DUPLICATE),
    )
    return bool(changed.rowcount)


def postpone_lead(db: Database, lead: int, problem: str, at: str, *, counts: bool = True) -> bool:
    """A passing failure: the lead stays, to be tried again. Returns False where it had MAX_TRIES and is now ended.

    A failure that is no fault of the address (a host that asked us to wait) does not count.
    """
    tries = db.execute("SELECT tries FROM leads WHERE id = ?", (lead,)).fetchone()[0] + int(counts)
    if tries >= MAX_TRIES:
        end_lead(db, lead, LeadState.REFUSED, f"unreachable: {problem}", at)
        return False
    # The first failure is tried again with the next cycle; then the distance doubles.
    wait = min(FIRST_BACKOFF * 2 ** (tries - 2), LONGEST_BACKOFF) if counts and tries >= 2 else timedelta()
    db.execute(
        "UPDATE leads SET tries = ?, reason = ?, readings = 0, not_before = ? WHERE id = ?",
        (tries, problem, later(at, wait) if wait else "", lead),
    )
    return True


def later(at: str, span: timedelta) -> str:
    """The moment `span` after `at`, in the form of the store's clock."""
    moment = datetime.fromisoformat(at).astimezone(UTC) + span
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
