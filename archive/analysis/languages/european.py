"""Languages that Snowball covers and that need no rules of their own.

Words come folded, without accents, on both sides: rules that ask for an accent do not apply,
but what is searched and what is found are still treated alike.
"""

from archive.analysis.languages._snowball import snowball

STEMMERS = {
    code: snowball(algorithm)
    for code, algorithm in {
        "ca": "catalan", "da": "danish", "de": "german", "es": "spanish", "fi": "finnish",
        "fr": "french", "hu": "hungarian", "it": "italian", "nl": "dutch", "no": "norwegian",
        "pt": "portuguese", "ro": "romanian", "ru": "russian", "sv": "swedish", "tr": "turkish",
    }.items()
}  # fmt: skip
