r"""Lines that are not of the article: scripts that were left in the text, and what a page says around it.

Owns two repairs of `cleaning`. Both judge whole lines, and a line goes only where it is nothing else: prose that
mentions «اقرأ» or a brace stays. Counted on saudi-news and ant-news, and what was dropped there was read.

    >>> drop_reading_tips("أعلن الوزير القرار.\nاقرأ أيضا: الوزير يستقيل\nوأضاف أنه نهائي.")
    ('أعلن الوزير القرار.\nوأضاف أنه نهائي.', 1)
"""

from __future__ import annotations

import re
from typing import Final

__all__ = ["drop_reading_tips", "drop_scripts"]

_MAX_TIP: Final = 160  # characters: a headline and what leads to it
_MAX_BUTTON: Final = 60
_MAX_CODE: Final = 2000

_ARABIC: Final = re.compile("[\u0621-\u064a]")
_SCRIPT: Final = re.compile(
    r"""\s*(?:
      (?:var|let|const)\s+[\w$]+\s*=.*                      # var x = 1
    | (?:window|document|jQuery|\$|googletag|_gaq|dataLayer|FB|twttr|ga|gtag|fbq)\s*(?:\.\w+|\(|\[).*[;({=]\s*$
    | \(?\s*adsbygoogle\b.*
    | (?:if|for|while|switch)\s*\(.*\)\s*\{.*
    | (?:\}\s*)?else\s*\{.*
    | (?:async\s+)?function\b\s*\w*\s*\(.*\)\s*\{.*
    | \(\s*function\s*\(.*
    | (?:return|try|catch)\b.*[;{]\s*
    | [.#@]?[\w\-.\#:, >]+\s*\{[^{}]*:[^{}]*;?\s*\}         # a rule of a style sheet
    | //\s*<!\[CDATA\[|//\s*\]\]>
    )\s*$""",
    re.VERBOSE,
)
_REST: Final = re.compile(r"[\s{}()\[\];,]+")

_FOLD: Final = str.maketrans("أإآى", "اااي", "\u064b\u064c\u064d\u064e\u064f\u0650\u0651\u0652\u0640")
# What leads to another article, or to the paper's other doors. Source: made by us, from the lines of Arabic news pages.
_TIP: Final = re.compile(
    r"""[\s•*\-–—«"(\[>|]*(?:
      (?:اقرا|اقراي|طالع|شاهد|تابع|اقرؤوا)\s+(?:ايضا|المزيد|كذلك)\b.*
    | (?:اقرا|طالع|شاهد)\s+(?:في\s+)?(?:الخبر|هنا|التالي)\b.*
    | (?:مواضيع|اخبار|مقالات|موضوعات)\s+(?:ذات\s+صل[ةه]|متعلق[ةه]|مشابه[ةه]|قد\s+تهمك).*
    | (?:قد\s+(?:يهمك|يعجبك)|ربما\s+يهمك)\s+(?:ايضا)?.*
    | (?:تابعونا|تابعنا)(?:\s+(?:علي|عبر|في)\s+|\s*:).*
    | (?:اشترك|انضم|انضموا)\s+(?:في|الي|الان|ب)\s*.*
      (?:قناتنا|نشرتنا|النشره|القناه|تليغرام|تيليجرام|واتساب|تلغرام|يوتيوب).*
    | (?:حمل|حملوا)\s+(?:ال)?تطبيق.*
    | (?:للمزيد|لمزيد\s+من\s+(?:الاخبار|التفاصيل))\s*(?:[:،.…]|اضغط|انقر|اقرا|زوروا|تابعوا).*
    | (?:اضغط|انقر)(?:وا)?\s+هنا.*
    )$""",
    re.VERBOSE,
)
_BUTTON: Final = re.compile(
    r"""[\s•*\-–—>|:]*(?:
      (?:شارك|شاركها|شاركنا|مشارك[ةه])
      (?:\s+(?:الخبر|المقال|المقاله|الموضوع|هذا|علي|عبر|مع|اصدقا[ءئ]ك|رايك|فيسبوك|تويتر|واتساب|[|،,]))*
    | (?:(?:طباع[ةه]|ارسال|ارسل|حفظ|تعليقات?|اعجبني|غرد|تغريد|نسخ\s+الرابط|فيسبوك|تويتر|واتساب|تيليجرام|تلغرام
        |انستغرام|يوتيوب
        |facebook|twitter|whatsapp|telegram|email|print|share|google\+|linkedin|pinterest)(?:[\s|،,•/\-()\d]+|$)){2,}
    | (?:عدد\s+(?:القراء|الزوار|المشاهدات|التعليقات)|المشاهدات|التعليقات)\s*[:(]?\s*[\d٠-٩,]+\s*\)?
    | (?:الرئيسي[ةه])\s*[>»/|«‹›\\].*
    | (?:اعلان|اعلانات|advertisement|ADVERTISEMENT)
    )[\s|:.…]*$""",
    re.VERBOSE | re.IGNORECASE,
)
# How such lines begin, as they may be written: most lines need no further look.
_OPENERS: Final = ' \t•*-–—«"([>|:'
_BEGINNINGS: Final = (
    "اقر", "إقر", "أقر", "طالع", "شاهد", "تابع", "مواضيع", "موضوعات", "أخبار", "اخبار", "مقالات", "قد ", "ربما",
    "اشترك", "إشترك", "انضم", "إنضم", "حمل", "حمّل", "للمزيد", "لمزيد", "اضغط", "إضغط", "أضغط", "انقر", "أنقر", "إنقر",
    "شارك", "مشارك", "طباع", "ارسا", "إرسا", "ارسل", "أرسل", "حفظ", "تعليق", "أعجب", "اعجب", "غرد", "غرّد", "تغريد",
    "نسخ", "فيسبوك", "تويتر", "واتساب", "تيليجرام", "تلغرام", "انستغرام", "إنستغرام", "يوتيوب", "عدد ", "المشاهدات",
    "التعليقات", "الرئيسي", "إعلان", "اعلان", "facebook", "Facebook", "FACEBOOK", "twitter", "Twitter", "TWITTER",
    "whatsapp", "WhatsApp", "telegram", "Telegram", "email", "Email", "print", "Print", "share", "Share", "google",
    "Google", "linkedin", "LinkedIn", "pinterest", "Pinterest", "advert", "Advert", "ADVERT",
)  # fmt: skip


def drop_scripts(text: str) -> tuple[str, int]:
    """Drop lines that are code of a script or a style sheet.

    Guard: no Arabic letter in it, the form of a statement or a rule, and not all there is of the text; brackets alone
    go only beside such a line.
    """
    if ";" not in text and "{" not in text:  # an Arabic text has ؛
        return text, 0
    lines = text.split("\n")
    dead = [len(line) <= _MAX_CODE and bool(_SCRIPT.match(line)) and not _ARABIC.search(line) for line in lines]
    if not any(dead) or all(gone or not line for line, gone in zip(lines, dead, strict=True)):
        return text, 0
    for places in (range(1, len(lines)), range(len(lines) - 2, -1, -1)):
        step = 1 if places.step < 0 else -1
        for at in places:
            dead[at] = dead[at] or (dead[at + step] and bool(_REST.fullmatch(lines[at])))
    return "\n".join(line for line, gone in zip(lines, dead, strict=True) if not gone), sum(dead)


def drop_reading_tips(text: str) -> tuple[str, int]:
    """Drop lines that lead elsewhere (اقرأ أيضا، تابعونا على) and those of buttons (شارك، طباعة).

    Guard: the line begins so and is short, and is not all there is of the text.
    """
    if "\n" not in text:
        return text, 0
    lines = text.split("\n")
    kept = [line for line in lines if not _is_tip(line)]
    if len(kept) == len(lines) or not any(line.strip() for line in kept):
        return text, 0
    return "\n".join(kept), len(lines) - len(kept)


def _is_tip(line: str) -> bool:
    if len(line) > _MAX_TIP or not line.lstrip(_OPENERS).startswith(_BEGINNINGS):
        return False
    plain = line.translate(_FOLD)
    return _TIP.match(plain) is not None or (len(line) <= _MAX_BUTTON and _BUTTON.match(plain) is not None)
