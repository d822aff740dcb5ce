"""Reports go where people read: each destination once, the same bytes at each try, and what nobody knows is said so."""

import json
import os
import shutil
import signal
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from delivery.outcomes import Delivered, Failed, Unknown, of_status, seconds_of
from tests.letterbox import Certificates, Mailbox, Post, mail_server, web_server
from tests.small_watch import SETTINGS, SmallWatch, prose, small_watch

NOW = datetime(2026, 11, 24, 12, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = small_watch(tmp_path_factory.mktemp("kept"))
    made.keep(*({"id": n, "title": f"Мост 조약 {n}", "text": prose(n)} for n in range(3)))
    return made.folder


@pytest.fixture
def web() -> Iterator[Post]:
    with web_server() as post:
        yield post


@pytest.fixture
def box() -> Iterator[Mailbox]:
    with mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def watch(kept: Path, tmp_path: Path) -> SmallWatch:
    return SmallWatch(shutil.copytree(kept, tmp_path / "watch"))


def delivers(watch: SmallWatch, **tables: str) -> None:
    told = "".join(f'\n[[deliver]]\nname = "{name}"\n{table}\n' for name, table in tables.items())
    watch.write("treatywatch.toml", SETTINGS + told)


def folder(path: str = "out") -> str:
    return f'kind = "folder"\npath = "{path}"\nformat = "json"'


def hook(web: Post, more: str = "") -> str:
    return f'kind = "webhook"\nurl = "http://127.0.0.1:{web.port}/reports?of=bridge"\n{more}'


def mail(box: Mailbox, more: str = 'tls = "none"', to: str = '"desk@press.example"') -> str:
    told = f'kind = "mail"\nserver = "127.0.0.1"\nport = {box.port}\nsender = "watch@press.example"\nto = [{to}]\n'
    return told + more


def rows(watch: SmallWatch) -> dict[str, dict[str, object]]:
    """destination -> its newest row."""
    return {row["destination"]: row for row in reversed(watch.run("outbox", "--jsonl").lines)}


def send(watch: SmallWatch, *names: str, expect: int = 0, **told: str) -> str:
    switches = [part for name in names for part in ("--deliver", name)]
    return watch.run("report", "--name", "morning", *switches, expect=expect, **told).err


def test_a_report_reaches_a_folder_a_mailbox_a_chat_and_a_program(watch: SmallWatch, box: Mailbox, web: Post) -> None:
    with web_server() as chat:
        delivers(watch, desk=folder(), post=mail(box), room='kind = "chat"\nurl_env = "ROOM"', hook=hook(web))
        whole = watch.run("report", "--name", "morning", "--peek", "--format", "json").out
        html = watch.run("report", "--name", "morning", "--peek", "--format", "html").out
        said = send(watch, "desk", "post", "room", "hook", ROOM=f"json://127.0.0.1:{chat.port}/room")
    assert said.count(": delivered\n") == 4
    (file,) = (watch.folder / "out").iterdir()
    assert (file.name.startswith("morning-20"), file.suffix, file.read_text(encoding="utf-8")) == (True, ".json", whole)
    (letter,) = box.mails
    assert letter["Subject"] == "morning: 3 new stories"
    assert letter["Message-ID"] == f"<{rows(watch)['post']['key']}@press.example>"
    html_part, text_part = letter.get_body(("html",)), letter.get_body(("plain",))
    assert html_part is not None
    assert text_part is not None
    assert html_part.get_content().replace("\r\n", "\n") == html
    assert "Мост 조약 2" in text_part.get_content()
    assert max(map(len, text_part.get_content().splitlines())) <= 78
    ((headers, body),) = web.got
    assert body.decode() == whole
    assert (headers["Idempotency-Key"], headers["X-Treatywatch-Kind"]) == (rows(watch)["hook"]["key"], "report")
    ((_, spoken),) = chat.got
    assert json.loads(spoken)["title"] == "morning: 3 new stories"
    assert "Мост 조약 2" in json.loads(spoken)["message"]


def test_the_mark_moves_with_the_rows_and_what_failed_is_sent_later_with_the_same_bytes(
    watch: SmallWatch, box: Mailbox, web: Post
) -> None:
    delivers(watch, hook=hook(web), post=mail(box))
    web.status = 503
    assert "answered 503 Service Unavailable; again from 20" in send(watch, "hook", "post", expect=3)
    assert "Nothing new" in watch.run("report", "--name", "morning", "--peek").out
    assert "nothing" not in send(watch)
    watch.keep({"id": 9, "title": "Later", "text": prose(9)})
    web.status = 200
    assert "delivered" not in watch.run("outbox", "send").err  # its pause is not over
    watch.run("outbox", "retry", str(rows(watch)["hook"]["id"]))
    (first, told), (second, again) = web.got
    assert told == again
    assert first["Idempotency-Key"] == second["Idempotency-Key"]
    assert "X-Treatywatch-Repeated" not in second
    assert len(box.raw) == 1
    assert (rows(watch)["hook"]["state"], rows(watch)["hook"]["tries"]) == ("delivered", 2)
    assert "was delivered" in watch.run("outbox", "retry", str(rows(watch)["hook"]["id"]), expect=2).err


@pytest.mark.parametrize("name", ["post", "hook"])
def test_a_sender_killed_before_it_wrote_down_sends_again_under_the_same_key_and_says_so(
    watch: SmallWatch, box: Mailbox, web: Post, name: str
) -> None:
    delivers(watch, post=mail(box), hook=hook(web), desk=folder())
    killed = watch.process(
        "report", "--name", "morning", "--deliver", "desk", "--deliver", name, stderr=subprocess.DEVNULL
    )
    box.before = web.before = lambda: os.kill(killed.pid, signal.SIGKILL)
    with killed:
        assert killed.wait(60) == -signal.SIGKILL
    box.before = web.before = lambda: None
    assert (rows(watch)[name]["state"], rows(watch)["desk"]["state"]) == ("sending", "delivered")
    assert watch.run("outbox", "send").err == ""
    assert (rows(watch)[name]["state"], rows(watch)[name]["tries"]) == ("unknown", 1)
    said = watch.run("outbox", "retry", str(rows(watch)[name]["id"])).err
    assert "delivered again under the same key, for an earlier try may have arrived" in said
    if name == "hook":
        (first, told), (second, again) = web.got
        assert (told, first["Idempotency-Key"]) == (again, second["Idempotency-Key"])
        assert second["X-Treatywatch-Repeated"] == "1"
    else:
        before, after = box.mails
        assert before["Message-ID"] == after["Message-ID"]
        assert after["X-Treatywatch-Repeated"].strip() == "Sent again: whether an earlier try arrived is not known."
        assert b"".join(box.raw[1].partition(b"X-Treatywatch")[::2]).endswith(box.raw[0].partition(b"\r\nMIME")[2])
    assert len(list((watch.folder / "out").iterdir())) == 1


def test_a_connection_lost_after_the_text_was_sent_leaves_the_outcome_unknown(
    watch: SmallWatch, box: Mailbox, web: Post
) -> None:
    with web_server() as chat:
        delivers(watch, post=mail(box), hook=hook(web), room='kind = "chat"\nurl_env = "ROOM"')
        box.answer, web.status, chat.status = "", 0, 0
        room = f"json://127.0.0.1:{chat.port}/room"
        said = send(watch, "post", "hook", "room", expect=3, ROOM=room)
        assert said.count("it may have arrived; again from 20") == 3
        assert {row["state"] for row in rows(watch).values()} == {"unknown"}
        chat.status = 200
        watch.run("outbox", "retry", str(rows(watch)["room"]["id"]), ROOM=room)
    assert "Sent again: whether an earlier try arrived" in json.loads(chat.got[-1][1])["message"]


def test_a_mail_server_that_refuses_is_a_known_failure(watch: SmallWatch, box: Mailbox) -> None:
    delivers(watch, post=mail(box, to='"a@press.example", "gone@press.example"'))
    box.answer = "451 later"
    assert "the server answered 451 later; again from 20" in send(watch, "post", expect=3)
    box.answer, box.refused = "250 OK", ("gone@press.example",)
    said = watch.run("outbox", "retry", "1").err
    assert "delivered; refused: gone@press.example (nobody of that name)" in said
    box.refused = ("a@press.example", "gone@press.example")
    watch.keep({"id": 9, "title": "Later", "text": prose(9)})
    assert "550 nobody of that name" in (said := send(watch, "post", expect=3))
    assert "not tried again: `treatywatch outbox retry 2`" in said


def test_mail_goes_over_tls_and_only_to_a_server_that_is_trusted(watch: SmallWatch) -> None:
    certificate = Certificates.write(watch.folder / "own.pem")
    login = 'user = "watch"\npassword_env = "MAIL_PASSWORD"\n'
    with mail_server(certificate) as box:
        delivers(watch, post=mail(box, login))
        said = send(watch, "post", expect=3, MAIL_PASSWORD="open sesame")
        assert "certificate is not to be trusted (self-signed certificate)" in said
        assert box.logins == []
        delivers(watch, post=mail(box, f'{login}ca_file = "own.pem"'))
        assert "535" in watch.run("outbox", "retry", "1", expect=3, MAIL_PASSWORD="open barley").err
        assert "delivered" in watch.run("outbox", "retry", "1", MAIL_PASSWORD="open sesame").err
        assert box.logins[-1] == (b"watch", b"open sesame")
    assert "sesame" not in watch.database.read_bytes().decode("latin-1")


def test_a_secret_is_neither_stored_nor_said_even_if_the_server_repeats_it(watch: SmallWatch, web: Post) -> None:
    delivers(watch, room='kind = "chat"\nurl_env = "ROOM"', hook=hook(web, 'token_env = "HOOK_TOKEN"'))
    web.status = 401
    room = "json://127.0.0.1:9/s3cret-room"
    said = send(watch, "room", "hook", expect=3, ROOM=room, HOOK_TOKEN="s3cret-token")
    assert web.got[0][0]["Authorization"] == "Bearer s3cret-token"
    assert "answered 401 Unauthorized; not tried again" in said
    assert "s3cret" not in said + watch.run("outbox", "--json").out
    for file in watch.database.parent.iterdir():
        assert b"s3cret" not in file.read_bytes()
    assert "the variable ROOM is not set" in watch.run("outbox", "retry", "1", expect=3).err


def test_nothing_new_is_sent_or_not_as_it_is_wanted_and_what_was_not_sent_is_not_lost(watch: SmallWatch) -> None:
    delivers(watch, desk=folder())
    send(watch, "desk")
    switches = ("report", "--name", "morning", "--deliver", "desk", "--job", "morning")
    assert watch.run(*switches, "--skip-empty").err == "morning: nothing new, nothing sent\n"
    assert len(rows(watch)) == len(list((watch.folder / "out").iterdir())) == 1
    (file,) = (watch.folder / "out").iterdir()
    assert watch.run("outbox", "show", "1", "--format", "json").out == file.read_text(encoding="utf-8")
    watch.run(*switches)
    assert len(watch.run("outbox", "--jsonl").lines) == 2


def test_an_outbox_is_listed_and_what_is_dropped_is_not_sent(watch: SmallWatch, web: Post) -> None:
    assert watch.run("outbox").err == "nothing was delivered yet\n"
    delivers(watch, hook=hook(web))
    web.status, web.headers = 429, {"Retry-After": "7200"}
    send(watch, "hook", expect=3)
    (row,) = watch.run("outbox", "--open", "--jsonl").lines
    wait = datetime.fromisoformat(row["next_try"]) - datetime.fromisoformat(row["queued_at"])
    assert timedelta(hours=2) <= wait < timedelta(hours=2, minutes=5)
    watch.run("outbox", "drop", "1")
    assert watch.run("outbox", "--open").err == "nothing is on its way\n"
    assert watch.run("outbox", "send").err == ""
    assert "delivery 7: does not exist" in watch.run("outbox", "retry", "7", expect=2).err


def test_two_senders_do_not_send_the_same_row(watch: SmallWatch, web: Post) -> None:
    delivers(watch, hook=hook(web))
    second = []
    web.before = lambda: second.append(watch.process("outbox", "send").wait(60))
    send(watch, "hook")
    assert (second, len(web.got)) == ([0], 1)


def test_a_row_is_given_up_after_days_and_its_pauses_grow_until_then(watch: SmallWatch, web: Post) -> None:
    delivers(watch, hook=hook(web))
    web.status = 500
    send(watch, "hook", expect=3)
    pauses = []
    for days in (0, 0, 0, 6):
        with closing(sqlite3.connect(watch.database)) as db:
            queued = (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%dT%H:%M:%SZ")
            db.execute("UPDATE outbox SET queued_at = ?", (queued,))
            db.commit()
        watch.run("outbox", "retry", "1", expect=3)
        row = rows(watch)["hook"]
        told = str(row["next_try"] or row["queued_at"])
        pauses.append(round((datetime.fromisoformat(told) - datetime.fromisoformat(queued)) / timedelta(minutes=1)))
    assert pauses == [5, 15, 60, 0]


@pytest.mark.parametrize(
    ("status", "header", "outcome"),
    [
        (204, "", Delivered()),
        (302, "", Failed("answered 302: a redirect is not followed; name the address that it leads to", again=False)),
        (404, "", Failed("answered 404", again=False)),
        (408, "", Failed("answered 408")),
        (429, "120", Failed("answered 429", wait=120)),
        (503, "Tue, 24 Nov 2026 12:10:00 GMT", Failed("answered 503", wait=600)),
        (503, "Tue, 24 Nov 2020 12:10:00 GMT", Failed("answered 503")),
        (503, "99999999", Failed("answered 503", wait=86_400)),
        (503, "soon", Failed("answered 503")),
        (500, "", Failed("answered 500")),
        (504, "", Unknown("answered 504: it may have arrived")),
    ],
)
def test_what_an_answer_means(status: int, header: str, outcome: object) -> None:
    assert of_status(status, wait=seconds_of(header, NOW)) == outcome


# what is written for what in a table that is right, part of the line that is named, what is said
MISTAKES = [
    (
        'kind = "mail"',
        'kind = "post"',
        "[[deliver]]",
        "`kind`: there is no `post` (there are folder, mail, chat, webhook)",
    ),
    ('kind = "mail"\n', "", "[[deliver]]", "`kind` is missing"),
    ("tls =", "tsl =", "tsl", "`tsl` is not a key here; did you mean `tls`?"),
    ("token_env", "tls = 1\ntoken_env", "tls = 1", "`tls` is not a key here; valid here: ca_file, kind, name,"),
    (
        'password_env = "MAIL_PW"',
        'password = "hunter22"',
        "password",
        'write password_env = "THE_NAME_OF_ITS_VARIABLE"',
    ),
    ('"MAIL_PW"', '"hunter22"', "password_env", "is the name of an environment variable, in capitals, and not the"),
    ('tls = "tls"', 'tls = "none"', "[[deliver]]", "a password does not travel in the open"),
    ('user = "w"\n', "", "[[deliver]]", "`user` and `password_env` go together"),
    ('"d@press.example"', '"Desk <d@press.example>"', "to", "is no e-mail address"),
    ('name = "post"', 'name = "a b"', "name", "a name has letters, digits, points and hyphens only"),
    ('name = "hook"', 'name = "post"', "[[deliver]]", "two destinations are named `post`"),
    ("https://h.example/", "https://u:hunter22@h.example/", "url", "a secret does not stand in a file"),
    ("https://h.example/", "h.example", "url", "begins with http:// or https://"),
    ("https:", "http:", 'name = "hook"', "a token does not travel in the open"),
    ('token_env = "T"', 'token = "hunter22"', "token =", "a secret stands in the environment"),
]
RIGHT = """
[[deliver]]
name = "post"
kind = "mail"
server = "mail.press.example"
tls = "tls"
user = "w"
password_env = "MAIL_PW"
sender = "w@press.example"
to = ["d@press.example"]

[[deliver]]
name = "hook"
kind = "webhook"
url = "https://h.example/"
token_env = "T"
"""


@pytest.mark.parametrize(("right", "wrong", "named", "said"), MISTAKES)
def test_a_mistake_in_a_destination_is_told_with_its_line_and_without_its_secret(
    watch: SmallWatch, right: str, wrong: str, named: str, said: str
) -> None:
    assert right in RIGHT
    text = SETTINGS + RIGHT.replace(right, wrong, 1)
    watch.write("treatywatch.toml", text)
    told = watch.run("outbox", expect=2)
    lines = text.splitlines()
    assert said in told.err
    assert "hunter22" not in told.err
    number = int(told.err.partition("treatywatch.toml:")[2].partition(":")[0])
    around = "\n".join(lines[max(0, number - 1) : number + 1])
    assert named in around, (told.err, around)


def test_a_secret_s_variable_may_be_called_like_a_setting(watch: SmallWatch, web: Post) -> None:
    delivers(watch, hook=hook(web, 'token_env = "TREATYWATCH_HOOK_TOKEN"'))
    send(watch, "hook", TREATYWATCH_HOOK_TOKEN="open sesame")
    assert web.got[0][0]["Authorization"] == "Bearer open sesame"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--deliver", "dsek"], "destination dsek: is not in treatywatch.toml; did you mean `desk`?"),
        (["--skip-empty"], "--skip-empty: belongs to a report that is sent; add --deliver"),
        (["--deliver", "desk", "--unread"], "--deliver: sends what marks alone decide"),
        (["--deliver", "desk", "--output", "x.html"], "--deliver: sends what marks alone decide"),
    ],
)
def test_what_cannot_be_delivered_is_refused(watch: SmallWatch, arguments: list[str], said: str) -> None:
    delivers(watch, desk=folder())
    assert said in watch.run("report", *arguments, expect=2).err


def test_a_narrowed_report_is_delivered_as_its_query_was_then(watch: SmallWatch, web: Post) -> None:
    delivers(watch, hook=hook(web))
    watch.run("watch", "add", "second", "title:2")
    web.status = 500
    watch.run("report", "--name", "late", "--watch", "second", "--deliver", "hook", expect=3)
    watch.run("watch", "remove", "second")
    web.status = 200
    watch.run("outbox", "retry", "1")
    (_, first), (_, again) = web.got
    assert first == again
    told = json.loads(again)
    assert (told["watch"], [news["story"]["title"] for news in told["new_stories"]]) == ("second", ["Мост 조약 2"])
    assert "3 new stories" in watch.run("report").out
