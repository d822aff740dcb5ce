"""The topic of `docs/topics.md` works as it stands there."""

import re
from pathlib import Path

from tests.small_watch import small_watch

PAGE = Path(__file__).resolve().parent.parent / "docs" / "topics.md"


def test_the_topic_of_the_page_is_one(tmp_path) -> None:
    watch = small_watch(tmp_path)
    [example] = re.findall(r"```toml\n(# (\S+)\n.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    watch.write(example[1], example[0])
    titles = [
        "A ferry between Vladivostok and Rason",
        "Паром из Владивостока в Раджин",
        "북한 여객선, 블라디보스토크 입항",
        "A ferry to Sweden",
    ]
    answers = watch.run("judge", str(watch.articles("titles.jsonl", [{"title": title} for title in titles]))).lines
    assert [answer["topics"]["ferries"]["relevant"] for answer in answers] == [True, True, True, False]


def test_every_command_of_the_page_exists(tmp_path) -> None:
    watch = small_watch(tmp_path)
    page = PAGE.read_text(encoding="utf-8")
    for command, rest in set(re.findall(r"treatywatch (\w+)([^`\n#]*)", page)):
        helped = watch.run(command, "--help").out
        assert all(option in helped for option in re.findall(r"--[a-z-]+", rest)), (command, rest)
