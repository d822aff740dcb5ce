"""That the HTML report is inert, self-contained and can be read by everybody."""

import itertools

from reports.render import FORMATS
from tests.inert import assert_nothing_came_out
from tests.report_samples import week


def test_the_page_may_load_nothing_and_runs_no_script():
    told = FORMATS["html"](week(), zone="UTC")
    page = assert_nothing_came_out(told)
    [policy] = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in policy
    assert not page.xpath("//script | //@src | //link | //@style")
    assert "url(" not in told
    assert "@import" not in told


def test_headlines_carry_their_language_and_direction():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    spoken = {a.text: (a.get("lang"), a.get("dir")) for a in page.xpath("//main//a[@lang]")}
    assert spoken["موسكو وبيونغ يانغ تتبادلان وثائق التصديق على بروتوكول جديد"] == ("ar", "rtl")
    assert spoken["북한군 1만2천명 교대 전망"] == ("ko", None)
    assert spoken["Port figures for October"] == ("en", None)


def test_the_page_has_one_first_heading_landmarks_and_a_skip_link():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    assert len(page.xpath("//h1")) == len(page.xpath("//main")) == len(page.xpath("//header")) == 1
    assert page.xpath("//body/*[1][self::a]/@href") == ["#news"]
    assert page.xpath("//main/@id") == ["news"]
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert set(page.xpath("//section/@aria-labelledby")) <= set(ids)
    levels = [int(heading.tag[1]) for heading in page.xpath("//h1 | //h2 | //h3 | //h4")]
    assert all(later - former <= 1 for former, later in itertools.pairwise(levels))


def test_changed_words_are_marked_for_those_who_listen():
    page = assert_nothing_came_out(FORMATS["html"](week(), zone="UTC"))
    assert "[taken away: 10,000]" in {one.text_content() for one in page.xpath("//del")}
    assert "[added: 12,000]" in {one.text_content() for one in page.xpath("//ins")}
