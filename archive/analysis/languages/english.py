"""English: Snowball's Porter2 stemmer."""

from archive.analysis.languages._snowball import snowball

STEMMERS = {"en": snowball("english")}
# "Who" is left out: the World Health Organization is in the news.
QUESTIONS = frozenset({"what", "when", "where", "which", "why", "how", "whose", "whom"})
