"""English: Snowball's Porter2 stemmer."""

from archive.analysis.languages._snowball import snowball

STEMMERS = {"en": snowball("english")}
