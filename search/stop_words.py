"""Small words of languages other than English: prepositions, articles, conjunctions, pronouns.

They are left out of what is typed on a page in that language, and stay in every index. English words that say something
("mam", "care", "chi") are in no list, so that English typed on such a page is read as it is anywhere.
"""

from __future__ import annotations

from .analysis import words_of

_TYPED = {
    "cy": "y yr a ac i o yn am ar at gan gyda efo heb i'r o'r a'r neu mewn fy dy ei ein eich eu fi ti ni mae sydd",
    "pl": "w we z ze na do o od dla po za przy przez bez pod nad u i oraz lub albo czy a to ta te jest są mi mnie mój moja się",
    "ro": "la în din de cu pe pentru despre și sau ori dar un o unei unui niște al ai că să este e sunt eu mă meu mea",
    "uk": "в у з із зі на до від для по за при через без під над про і й та або чи а але це є мені мене мій моя я ми що як",
    "ar": "في من على إلى عن مع بعد قبل عند بين بدون و أو ثم هذا هذه ذلك التي الذي أنا نحن هو هي أن لي ما هل",
    "fa": "در از به با برای تا بر بی و یا که این آن را من ما او شما هم است هست یک اما درباره",
    "ur": "میں سے کو کا کی کے پر تک لیے ساتھ بغیر اور یا مگر کہ یہ وہ جو ہے ہیں مجھے میرا میری ہم نے ایک بارے",
}
# Who asks for help with something wants that something. Names of needs have these words too, so they go last.
_ASKING = {
    "cy": "help cymorth", "pl": "pomoc pomocy pomóc", "ro": "ajutor ajutorul", "uk": "допомога допомогу допомоги",
    "ar": "مساعدة المساعدة", "fa": "کمک", "ur": "مدد",
}  # fmt: skip
STOP_WORDS = {code: frozenset(words_of(words)) for code, words in _TYPED.items()}


ASKING = {code: frozenset(words_of(words)) for code, words in _ASKING.items()}


def telling(code: str, text: str, asking: bool = True) -> str:
    """The text's words without those that say nothing in that language, unless it has no others.

    asking: whether words like "help" stay.
    """
    small = STOP_WORDS.get(code, frozenset()) | (frozenset() if asking else ASKING.get(code, frozenset()))
    words = words_of(text)
    return " ".join([word for word in words if word not in small] or words) if small.intersection(words) else text
