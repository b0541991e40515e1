"""Indonesian and Malay: Snowball's Indonesian stemmer, with a list of words it must not touch.

Snowball strips affixes without a dictionary, so it also strips what only looks like one:
*pemilu* (election) becomes *pilu* (sad), *menteri* (minister) *teri* (anchovy), *Jokowi*
*jokow*. The list below was made by reading the most frequent words of Indonesian news whose
stem is no word, or another word; clitics (-nya, -lah, -kah) are taken off before it is asked.
"""

from __future__ import annotations

import re

from archive.analysis.languages._snowball import snowball

_PROTECTED = frozenset(
    """
    adalah akademi alumni amnesti apabila apalagi bakteri bali banyuwangi baswedan bekasi berani
    berita bupati cabai dekan delapan demikian deputi dimensi dinamika dinamis dinasti direksi
    direktorat direktur disiplin diskusi distribusi dividen dominan energi februari gunawan huawei
    ialah ilmuwan indonesia industri informasi itulah inilah jalan januari jembatan jokowi jonatan
    kalimantan kampanye kapolri karyawan kategori kebumen kecamatan kecuali kediri kejagung kejati
    kelapa kelompok keluarga kemarin kemarau kemenag kemenhub kemenkes kemenkeu kemensos kementan
    kementerian kemudian kepala kepada kereta kerjasama kertas ketika ketua kiai kini klimatologi
    koalisi komandan kronologi lapangan lantai maskapai masalah matahari materi medali media
    megawati mekanisme meksiko memori menteri merdeka mereka meteorologi metode militer mulai
    mulyadi mulyani mungkin nelayan negeri nilai nusantara padahal pahlawan pakistan pandemi pantai
    partai pasuruan patroli pegadaian pegawai pekan pekanbaru pelita pemda pemerintah pemerintahan
    pemilu pemuda penalti pendidikan penjara pensiun perancis perangkat perban perbankan perdana
    performa peristiwa perintah perlu permanen personel persebaya perseroan persero pertama
    pertamina perempuan pesantren pesawat pesisir pribadi properti putin relawan restoran
    saudi sebagai sebelah sebelum sekali sekolah selasa selesai sembilan semeru seperti serikat
    seolah sesuai setelah setiawan strategi suami subianto subsidi sukabumi sukarno sulaiman sungai
    sulawesi survei suzuki taiwan teheran teknologi terapi terawan terbang terhadap terima terminal
    terorisme teroris tsunami usai varian wartawan wisatawan yahudi yayasan
    """.split()
)
_CLITIC = re.compile(r"(?<=\w{4})(?:nya|lah|kah)$")
_snowball = snowball("indonesian")


def stem(word: str) -> str:
    """The stem of a folded Indonesian word; a protected word is its own stem."""
    if word in _PROTECTED:
        return word
    bare = _CLITIC.sub("", word)
    return bare if bare in _PROTECTED else _snowball(word)


STEMMERS = {"id": stem, "ms": stem}
