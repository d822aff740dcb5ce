"""What a copy kept, changed, cut and added, sentence by sentence, in every script."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from demo.world.stories import Printing, Story, stories
from pipelines.provenance import Fate, compare
from tests.small_watch import prose

RU = [
    "Москва и Пхеньян подписали протокол о строительстве моста через Туманную.",
    "Длина моста составит один километр, сообщили в министерстве транспорта.",
    "Работы начнутся весной и займут полтора года.",
    "«Мы довольны ходом переговоров», — сказал представитель министерства.",
    "Стоимость проекта стороны не назвали.",
]
KO = [
    "북한과 러시아가 두만강 자동차 다리 건설에 관한 의정서에 서명했다.",
    "교통부는 다리의 길이가 1킬로미터에 이를 것이라고 밝혔다.",
    "공사는 봄에 시작해 1년 반이 걸릴 전망이다.",
    "정부 당국자는 “협의 결과에 만족한다”고 말했다.",
    "양측은 사업 비용을 공개하지 않았다.",
]
ZH = [
    "俄罗斯和朝鲜签署了修建图们江公路大桥的议定书。",
    "交通部表示，大桥全长约一公里。",
    "工程将于春季开工，预计历时一年半。",
    "该部发言人说，“我们对谈判的进展感到满意”。",
    "双方没有公布项目的费用。",
]
JA = [
    "ロシアと北朝鮮は豆満江の道路橋建設に関する議定書に署名した。",
    "運輸省によると、橋の長さは約1キロになる。",
    "工事は春に始まり、1年半かかる見通しだ。",
    "「交渉の進展に満足している」と同省の報道官は述べた。",
    "双方は事業費を明らかにしていない。",
]
TH = [
    "รัสเซียและเกาหลีเหนือลงนามพิธีสารก่อสร้างสะพานข้ามแม่น้ำทูเมน",
    "กระทรวงคมนาคมระบุว่าสะพานจะมีความยาวประมาณหนึ่งกิโลเมตร",
    "งานก่อสร้างจะเริ่มในฤดูใบไม้ผลิและใช้เวลาหนึ่งปีครึ่ง",
    "โฆษกกระทรวงกล่าวว่าพอใจกับความคืบหน้าของการเจรจา",
    "ทั้งสองฝ่ายไม่เปิดเผยงบประมาณของโครงการ",
]
# An edit of each third sentence that leaves it the same sentence, and a sentence of the desk's own.
SCRIPTS = {
    "ru": (RU, ("полтора года", "два года"), "Наш корреспондент побывал на берегу реки в понедельник утром.", " "),
    "ko": (KO, ("1년 반이", "2년이"), "본지 기자는 월요일 아침 강가를 찾아 주민들을 만났다.", " "),
    "zh": (ZH, ("一年半", "两年"), "本报记者周一上午来到江边采访了当地居民。", ""),
    "ja": (JA, ("1年半", "2年"), "本紙の記者は月曜の朝、川岸を訪れて住民に話を聞いた。", ""),
    "th": (TH, ("หนึ่งปีครึ่ง", "สองปี"), "ผู้สื่อข่าวของเราไปเยือนริมแม่น้ำในเช้าวันจันทร์", " "),
}


def told(originals, copy):
    return [(one.fate.value, one.was, one.now) for one in compare(originals, copy)]


@pytest.mark.parametrize("language", SCRIPTS)
def test_a_cut_an_edit_and_an_addition_are_told_in_every_script(language):
    wire, (old, new), own, space = SCRIPTS[language]
    edited = wire[2].replace(old, new)
    assert edited != wire[2]
    copy = space.join([own, wire[0], edited, wire[3]])
    assert told([space.join(wire)], copy) == [
        ("added", "", own),
        ("kept", wire[0], wire[0]),
        ("cut", wire[1], ""),
        ("changed", wire[2], edited),
        ("kept", wire[3], wire[3]),
        ("cut", wire[4], ""),
    ]


@pytest.mark.parametrize("language", SCRIPTS)
def test_moved_paragraphs_and_other_quotes_are_kept(language):
    wire, _, _, space = SCRIPTS[language]
    retypeset = [line.translate(str.maketrans("«»“”「」", '""""""')) for line in wire]
    moved = space.join([*retypeset[3:], *retypeset[:3]])
    assert {one.fate for one in compare([space.join(wire)], moved)} == {Fate.KEPT}


def test_a_merged_copy_names_the_original_of_each_sentence():
    copy = "\n".join([KO[0], KO[1], *RU[:2], "본지 기자는 월요일 아침 강가를 찾아 주민들을 만났다."])
    found = compare(["\n".join(KO), "\n".join(RU)], copy)
    assert [(one.source, one.now) for one in found if one.fate is Fate.KEPT] == [
        (0, KO[0]), (0, KO[1]), (1, RU[0]), (1, RU[1]),
    ]  # fmt: skip
    assert [(one.source, one.was) for one in found if one.fate is Fate.CUT] == [
        *((0, line) for line in KO[2:]), *((1, line) for line in RU[2:]),
    ]  # fmt: skip
    assert sum(one.fate is Fate.ADDED for one in found) == 1


def test_a_sentence_parted_in_two_and_two_joined_are_one_change():
    whole = (
        "The ministers signed the bridge accord in the harbour on Monday, and they left without a word to the press."
    )
    parted = "The ministers signed the bridge accord in the harbour on Monday. They left without a word to the press."
    other = "Nobody else in the town had heard of the visit before the evening news."
    [change, kept] = compare([f"{whole} {other}"], f"{parted} {other}")
    assert (change.fate, change.was, change.now, kept.fate) == (Fate.CHANGED, whole, parted, Fate.KEPT)
    [back, _] = compare([f"{parted} {other}"], f"{whole} {other}")
    assert (back.was, back.now) == (parted, whole)


def test_a_sentence_cut_at_a_clause_is_a_change_and_a_stranger_is_none():
    whole = "The ministry said on Monday that the new road bridge over the river will open, " + " ".join(
        f"detail{n}" for n in range(30)
    )
    part = "The ministry said on Monday that the new road bridge over the river will open"
    assert [one.fate for one in compare([whole + "."], part + ".")] == [Fate.CHANGED]
    strange = "Orchestras of four countries will play in the old harbour hall this summer."
    assert sorted(one.fate for one in compare([part + "."], strange)) == [Fate.ADDED, Fate.CUT]


def test_empty_texts_say_nothing():
    assert compare([""], "") == ()
    assert told([""], RU[0]) == [("added", "", RU[0])]
    assert told([RU[0]], "") == [("cut", RU[0], "")]


PRINTED = [
    pytest.param(story, printing, id=f"{story.key}-{printing.outlet}")
    for story in stories().values()
    for printing in story.printed[1:]
]


@pytest.mark.parametrize(("story", "printing"), PRINTED)
def test_the_press_s_truth_is_met(story: Story, printing: Printing):
    original, copy = story.as_printed(story.printed[0]), story.as_printed(printing)
    sources = ["\n".join(original.paragraphs)]
    if printing.other:
        sources.append("\n".join(stories()[printing.other].text.paragraphs))
    found = compare(sources, "\n".join(copy.paragraphs))
    fates = {one.fate for one in found if one.source == 0}
    added = " ".join(one.now for one in found if one.fate is Fate.ADDED)
    replaced = " ".join(new for _, new in printing.replace)
    for own in (*printing.before, *printing.after):
        assert own in added
    if not (printing.before or printing.after or printing.replace):
        assert added == ""
        assert Fate.CHANGED not in fates
    assert (Fate.CUT in fates) >= bool(printing.keep)
    if printing.replace:
        changed = " ".join(one.now for one in found if one.fate is not Fate.KEPT)
        assert all(word in changed for word in replaced.split() if len(word) > 3)
    if printing.other:
        taken = " ".join(one.now for one in found if one.source == 1 and one.fate is Fate.KEPT)
        paragraphs = stories()[printing.other].text.paragraphs
        assert all(paragraphs[number] in taken for number in printing.take)


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 10_000), st.data())
def test_nothing_of_either_text_is_lost_or_told_twice(seed, data):
    wire = prose(seed, 120).replace("\n", " ").split(". ")
    kept = data.draw(st.lists(st.integers(0, len(wire) - 1), unique=True))
    own = prose(seed + 1, 30).replace("\n", " ").split(". ")
    copy = [wire[n] for n in kept] + own
    random.Random(seed).shuffle(copy)
    original, text = ". ".join(wire), ". ".join(line.rstrip(".") for line in copy) + "."
    found = compare([original], text)

    def words(of):
        return sorted(" ".join(of).replace(".", "").split())

    assert words(one.was for one in found if one.was) == words([original])
    assert words(one.now for one in found if one.now) == words([text])
    assert [one.now for one in found if one.now] == sorted((one.now for one in found if one.now), key=text.index)
    assert all(bool(one.was) == (one.fate is not Fate.ADDED) for one in found)
    assert all(bool(one.now) == (one.fate is not Fate.CUT) for one in found)
