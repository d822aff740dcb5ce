"""Whether an edit changed what is said, or only how: the reasons for which a reader should look.

An edit is material where numbers, names, quotes, negations, the certainty of a statement or its attribution changed,
or whole sentences came or went. Rules on the changed words alone: they are looked up in short lists of the commonest
words of a language, so a language without a list is judged by its numbers, names, quotes and sentences only. Names are
words with a capital inside a sentence, which Korean, Chinese, Japanese and Arabic do not have.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from reports.facts import Change, Hunk

NUMBERS, NAMES, QUOTES = "numbers", "names", "quotes"
NEGATION, CERTAINTY, ATTRIBUTION, SENTENCES = "negation", "certainty", "attribution", "sentences"

# A sentence that came or went has this many letters at least; less is a label, a time stamp or a byline.
_SENTENCE_LETTERS = 20
_SENTENCE_LETTERS_CJK = 8  # of scripts in which two characters are about a word
# A headline of which so many words have a capital is written in capitals: they mark no names there.
_TITLE_CASE = 0.6

_NUMBER = re.compile(r"\d(?:[\d.,:/\u00a0\u202f ]*\d)?")
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_QUOTE = re.compile('["“”„«»「」『』]')
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")

# Page furniture that sits in the text and changes by itself: stamps of time, invitations to read, subscribe or share.
_FURNITURE = re.compile(
    r"^\W*(?:(?:last )?updated?\b|\d+ (?:minutes?|hours?) ago|read (?:more|also)|also read|related|see also|subscribe|"
    r"sign up|follow us|share this|advertisement|обновлен|читайте|подпис|материалы по теме|реклама|поделиться|оновлено|"
    r"підпис|최종\s?수정|기사\s?입력|입력|수정|관련\s?기사|구독|무단\s?전재|더보기|更新|最終更新|相关|相關|关注|関連|阅读|订阅|"
    r"aktualisiert|mis à jour|lire aussi|actualizado|lea también|zaktualizowano|czytaj)",
    re.IGNORECASE,
)

# Looked up as whole words in languages that part them, else as parts of the text.
_LISTS: Mapping[str, Mapping[str, str]] = {
    "en": {
        NEGATION: "not no never none neither nor without cannot won't isn't aren't wasn't weren't don't doesn't didn't "
        "hasn't haven't wouldn't couldn't shouldn't can't denied denies deny",
        CERTAINTY: "will would may might could can must should shall likely unlikely reportedly allegedly alleged "
        "possible possibly probably expected plans planned confirmed apparently",
        ATTRIBUTION: "said says told claimed claims according reported reports announced stated citing quoted",
    },
    "ru": {
        NEGATION: "не нет ни без никогда нельзя опроверг опровергла опровергли отрицает",
        CERTAINTY: "может могут мог могла могли возможно вероятно должен должна должны планирует планируют ожидается "
        "якобы предположительно будет будут подтвердил подтвердили",
        ATTRIBUTION: "сообщил сообщила сообщили сообщает заявил заявила заявили заявляет передает передаёт данным "
        "ссылкой словам сказал сказала рассказал",
    },
    "uk": {
        NEGATION: "не ні немає без ніколи заперечує спростував",
        CERTAINTY: "може можуть міг могла могли можливо ймовірно повинен планує очікується нібито буде будуть",
        ATTRIBUTION: "повідомив повідомила повідомили повідомляє заявив заявила "
        "заявили передає даними посиланням словами",
    },
    "de": {
        NEGATION: "nicht kein keine keinen keiner nie ohne dementiert",
        CERTAINTY: "wird werden würde könnte könnten kann können soll sollen muss müssen dürfte angeblich "
        "wahrscheinlich möglicherweise",
        ATTRIBUTION: "sagte erklärte teilte zufolge laut berichtet berichtete meldet",
    },
    "fr": {
        NEGATION: "ne pas jamais aucun aucune sans dément",
        CERTAINTY: "pourrait pourraient peut peuvent doit doivent devrait serait seraient probablement aurait auraient",
        ATTRIBUTION: "dit déclaré affirmé selon rapporte annoncé",
    },
    "es": {
        NEGATION: "no nunca ningún ninguna sin niega",
        CERTAINTY: "podría podrían puede pueden debe deben debería probablemente supuestamente habría habrían",
        ATTRIBUTION: "dijo declaró afirmó según informó anunció",
    },
    "ko": {
        NEGATION: "않 아니 못하 못했 없 부인",
        CERTAINTY: "수_있 수_없 보인다 보이 전망 예정 가능성 추정 관측 듯 예상 확인",
        ATTRIBUTION: "밝혔 밝힌 전했 전한 말했 따르면 보도 주장 발표",
    },
    "zh": {
        NEGATION: "不 没 沒 未 无 無 否",
        CERTAINTY: "可能 或将 或許 或许 将 將 会 會 应 應 必须 必須 据称 據稱 预计 預計 疑似 确认 確認",
        ATTRIBUTION: "表示 称 稱 报道 報道 報導 据 據 指出 宣布 透露",
    },
    "ja": {
        NEGATION: "ない なかった ません ず 否定",
        CERTAINTY: "かもしれ 可能性 見通し 予定 みられ はず だろう とされ 確認",
        ATTRIBUTION: "述べ 語った によると 報じ 発表 明らかに 伝え",
    },
}
_BY_PARTS = ("ko", "zh", "ja")


def reasons(changes: Sequence[Change], language: str, title: str = "") -> tuple[str, ...]:
    """Why an edit is material, the weightiest reason first; empty where only the wording changed.

    `language` is the article's code, `title` its headline as it is now.
    """
    found: set[str] = set()
    for change in changes:
        capitals = change.field != "title" or not _title_case(title)
        for hunk in change.hunks:
            if _furniture(hunk):
                continue
            if _sentence(hunk, change.field):
                found.add(SENTENCES)
            else:
                found |= set(_in_a_hunk(hunk, language.partition("-")[0].lower(), capitals))
    order = (NUMBERS, NEGATION, CERTAINTY, NAMES, QUOTES, ATTRIBUTION, SENTENCES)
    return tuple(reason for reason in order if reason in found)


def _in_a_hunk(hunk: Hunk, language: str, capitals: bool) -> Iterable[str]:
    old, new = hunk.old, hunk.new
    if _numbers(old) != _numbers(new):
        yield NUMBERS
    if capitals and _names(old, hunk.before) != _names(new, hunk.before):
        yield NAMES
    if len(_QUOTE.findall(old)) != len(_QUOTE.findall(new)):
        yield QUOTES
    for reason, listed in _LISTS.get(language, {}).items():
        if _hits(old, listed, language) != _hits(new, listed, language):
            yield reason


def _numbers(text: str) -> Counter[str]:
    return Counter(re.sub(r"[\s\u00a0\u202f]", "", number) for number in _NUMBER.findall(text))


def _names(text: str, before: str) -> Counter[str]:
    """Words with a capital, but the first of a sentence, whose capital says nothing."""
    starts = not before.strip(" …\"'“«(") or before.rstrip().endswith((".", "!", "?", ":"))
    words = [match[0] for match in _WORD.finditer(text)]
    return Counter(word for word in words[1 if starts else 0 :] if word[0].isupper())


def _hits(text: str, listed: str, language: str) -> Counter[str]:
    """How often each word of a list stands in a text. "_" stands for a space inside a part."""
    if language in _BY_PARTS:
        parts = (part.replace("_", " ") for part in listed.split())
        return Counter({part: text.count(part) for part in parts if part in text})
    words = [word.replace("’", "'") for word in _WORD.findall(text.lower())]
    wanted = set(listed.split())
    return Counter(word for word in words if word in wanted)


def _sentence(hunk: Hunk, field: str) -> bool:
    """Whether a whole sentence of the text came or went, or was replaced by another."""
    if field != "text" or hunk.before or hunk.after:
        return False
    longest = max(hunk.old, hunk.new, key=len)
    return _letters(longest) >= (_SENTENCE_LETTERS_CJK if _CJK.search(longest) else _SENTENCE_LETTERS)


def _furniture(hunk: Hunk) -> bool:
    """Whether the passage is a time stamp, a promotion or a list of links, before as after."""
    sides = [side for side in (hunk.before + hunk.old, hunk.before + hunk.new) if side.strip()]
    return bool(sides) and all(_FURNITURE.search(side) for side in sides)


def _letters(text: str) -> int:
    return sum(char.isalpha() for char in text)


def _title_case(title: str) -> bool:
    words = _WORD.findall(title)
    return bool(words) and sum(word[0].isupper() for word in words) / len(words) >= _TITLE_CASE
