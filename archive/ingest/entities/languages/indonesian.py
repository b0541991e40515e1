"""Indonesian and Malay."""

from __future__ import annotations

_TITLES = """
Menpar, Mbah, Presiden, Wakil Presiden, Wapres, Perdana Menteri, PM, Menteri, Wakil Menteri,
Wamen, Wamenkeu, Wamenhan, Menko, Menko Polhukam, Menko PMK, Menko Marves, Menkeu, Mendagri,
Menlu, Menhan, Menkumham, Menkes, Mendikbud, Mendikbudristek, Menag, Mensos, Menaker, Menhub,
Menkominfo, Mentan, Mendag, Menperin, Mensesneg, Seskab, Menpan RB, Menpora, Menparekraf, Mendes,
Gubernur, Wakil Gubernur, Wagub, Cawagub, Cagub, Bupati, Wakil Bupati, Wabup, Wali Kota, Walikota,
Wakil Wali Kota, Wakil Walikota, Wawalkot, Pj Gubernur, Pj Bupati, Pj Wali Kota, Plt Bupati, Plt
Gubernur, Sekda, Sekretaris Daerah, Kapolri, Wakapolri, Kapolda, Wakapolda, Kapolres, Wakapolres,
Kapolresta, Kapolrestabes, Kapolrestro, Kabareskrim, Kabid Humas, Kadiv Humas, Kadiv Propam, Kasat
Reskrim, Kasatreskrim, Kasat Lantas, Kasatlantas, Kasat Narkoba, Kasi Humas, Kasie Humas, Karo
Penmas, Karopenmas, Dirreskrimum, Dirreskrimsus, Dirkrimum, Dirkrimsus, Direskrimum, Dirtipidum,
Kadinkes, Kadispen, Kapuspen, Kapuspenkum, Kasi Intel, Kajari, Kajati, Panglima, Panglima TNI,
KSAD, KSAL, KSAU, Pangkostrad, Jaksa Agung, JPU, Ketua Majelis Hakim, Juru Bicara, Jubir, Menteri
Luar Negeri, Ratu, Pangeran, Sri Sultan, Paus, Senator, Kiai, Kyai, KH, Ustaz, Ustadz, Ustad,
Habib, Buya, Tuan Guru, TGB, Haji, Hajah, Pendeta, Uskup, Kardinal, Romo, Bapak, Pak, Ibu, Bu,
Mbak, Tuan, Nyonya, Nona, Almarhum, Almarhumah, Mendiang, Ratu Elizabeth, Pj Sekda, Wakapuspen,
Menpanrb, Menpan-RB, Wamenag, Wamendagri, Mendes PDTT, Menhut, Menteri PUPR, Menbud,
Mendiktisaintek, Pemimpin Tertinggi, Kanselir, Rais Aam, Menkomdigi, Ny., Tn., Ust., Ny, Tn
"""
_RANKS = """
Jenderal, Letnan Jenderal, Letjen, Mayor Jenderal, Mayjen, Brigadir Jenderal, Brigjen, Kolonel,
Letkol, Letnan Kolonel, Letda, Lettu, Letnan, Sersan, Serka, Serma, Sertu, Serda, Kopral, Kopda,
Koptu, Praka, Pratu, Prada, Laksamana, Laksdya, Laksda, Laksma, Marsekal, Marsdya, Marsda, Marsma,
Komjen, Irjen, Kombes, Kombes Pol, AKBP, Kompol, AKP, Iptu, IPTU, Ipda, IPDA, Aiptu, Aipda,
Bripka, Brigpol, Brigadir, Briptu, Bripda, Bharada, Bharatu, Irjen Pol, Brigjen Pol, Jenderal Pol,
Komjen Pol, Komisaris Besar, Komisaris Besar Polisi, Komisaris Polisi, Ajun Komisaris Besar,
Inspektur Jenderal, Inspektur Satu, Inspektur Dua, Jenderal Polisi, Dr, Dr., dr., Drs, Drs., Dra,
Dra., Ir, Ir., Prof, Prof., Profesor, Dokter, H, H., Hj, Hj., drg, Drh
"""
_OFFICES = """
Kasubdit, Psikolog, Sejarawan, Arkeolog, Budayawan, Sosiolog, Astronom, Promotor, Founder,
Co-Founder, Penyidik, Ketua, Wakil Ketua, Ketua Umum, Ketum, Waketum, Wakil Ketua Umum,
Sekretaris, Sekretaris Jenderal, Sekjen, Bendahara, Kepala, Kabag, Kabid, Kasi, Kasat, Kanit,
Kanit Reskrim, Kadis, Direktur, Direktur Utama, Dirut, Wakil Direktur, Direktur Jenderal, Dirjen,
Presiden Direktur, Presdir, Komisaris Utama, Komut, Manajer, Rektor, Wakil Rektor, Dekan, Wakil
Dekan, Dosen, Guru Besar, Jaksa, Hakim, Hakim Ketua, Anggota, Anggota DPR, Anggota DPRD,
Koordinator, Deputi, Asisten, Staf Khusus, Stafsus, Staf Ahli, Raja, Pelatih, Kapten, Aktor,
Aktris, Penyanyi, Pengamat, Ekonom, Analis, Peneliti, Pakar, Wartawan, Advokat, Pengacara, Kuasa
Hukum, Tersangka, Terdakwa, Capres, Cawapres, Caleg, Direktur Eksekutif, Eks, Mantan, Vokalis,
Ketua DPP, Komisioner, Komisaris, Inspektur, Penasihat, Plt, Pj, Plh, Pjs, Penjabat, Putra
Mahkota, Utusan Khusus, Duta Besar, Dubes, Mayor, Kapten Inf, Gus, Mas, Bang, Kang
"""

WORDS = {
    # Titles of a person.
    "T": f"{_TITLES}, {_RANKS}",
    # Titles that are also common words, and stand before the name of an office.
    "M": _OFFICES,
    # Titles behind which comes the name of a village or of part of a town.
    "L": """
Pangdam, Danrem, Dandim, Danlanud, Danlanal, Danjen, Camat, Lurah, Kades, Kepala Desa, Kapolsek,
Kapolsekta, Kapolsektro, Kanit Reskrim Polsek, Danramil, Ketua RT, Ketua RW, Kepala Dusun, Kadus,
Keuchik, Wali Nagari, Kepala SMAN, Kepala SMPN, Danpos
""",
    # What stands between a title and the name, or in the name of an office.
    "Q": """
Angkatan Darat, Angkatan Laut, Angkatan Udara,
Pemilu, Kecil, Mikro, Spesialis, Kulit, Bedah, Jantung, Kandungan, Gigi, Saraf, Mata, Paru,
Superintendent, Tua, Komdigi, Independen, Laka, Dishub, Parpora, Industri, Koordinasi,
Infrastruktur, Logam, Mesin, Pelaksana, Edukasi, Tata, Usaha, Corporate, Communication,
Communications, Marketing, Sales, Public, Relations, Relation, Affairs, Brand, Business,
Development, Product, Operation, Operations, Technology, Customer, Government, External, Internal,
Human, Capital, Resources, Research, Investment, Commercial, Legal, Strategic, Country, Region,
Head, Safety, Training, Event, Group, Imigrasi, Produk, Perdata, Ad, Hoc, Tipikor, Timnas,
Tipidum, Tipidsus, Tindak, Subbagian, Subbag, Subag, Kepatuhan, Ritel, Retail, Korporasi,
Konsumen, Mutu, Data, Sistem, Aset, Dana, Surat, Utang, Risiko, Pasar Modal, Jasa, Waka, Akademik,
Masyarakat, Veteriner, Ekosistem, Air, Sampah, Kebersihan, Taman, Museum, Kurikulum, Guru, Siswa,
Umum, Utama, Bidang, Urusan, Negara, Negeri, Luar, Dalam, Agama, Hukum, Riset, Teknologi, Sosial,
Ekonomi, Kreatif, Desa, Pariwisata, Olahraga, Pemuda, Anak, Inovasi, Nasional, Pusat, Daerah, Tim,
Panitia, Pol, Inf, Kav, Arm, Mar, Marinir, Purn, Satgas, Harian, Divisi, Humas, Media, Pers,
Informasi, Komunikasi, Informatika, Digital, Investasi, Maritim, Bersih, Melayani, Republik,
Rakyat, Koperasi, UKM, UMKM, Ketenagakerjaan, Tenaga, Kerja, Energi, Sumber, Daya, Mineral, Ruang,
Agraria, Badan, Lingkungan, Hidup, Kelautan, Laut, Darat, Udara, Militer, Bencana, Terorisme,
Siber, Sandi, Narkotika, Gizi, Pangan, Logistik, Statistik, Meteorologi, Klimatologi, Geofisika,
Vulkanologi, Mitigasi, Geologi, Hisab, Eksekutif, Operasional, Operasi, Komersial, Strategis,
Strategi, Korporat, Regional, Area, Wilayah, Cabang, Unit, Fraksi, Seksi, Intelijen, Intel,
Reskrim, Lantas, Narkoba, Pidana, Khusus, Muda, Madya, Tinggi, Besar, Kriminal, Reserse, Lalu,
Lintas, Sabhara, Samapta, Propam, Penmas, Subdit, Sub, Subdirektorat, Bagian, Biro, Staf, Ahli,
Menengah, Dasar, Atas, Pertama, Kedua, Ketiga, Bina, Marga, Cipta, Karya, Pajak, Cukai, Bea,
Anggaran, Fiskal, Moneter, Senior, Junior, Teknik, Ilmu, Politik, Fakultas, Program, Studi,
Jurusan, Publik, Administrasi, Bisnis, Manajemen, Makro, Muslim, Islam, Syariah, Asing, Dewan,
Komisaris, Direksi, Presidium, Majelis, Pengurus, Adat, Kebijakan, Siaran, Pengabdi, Reformasi,
Birokrasi, Aparatur, Mahasiswa, Alumni, Tani, Buruh, Serikat, Transportasi, Darurat, Gawat,
Tanggap, Bantuan, Markas, Komando, Resor, Kota, Sektor, Elektronik, Haji, Umrah, Zakat, Wakaf,
Sipil, Hewan, Ternak, Pasar, Jenderal, Korban, Transmigrasi, Tertinggal, Pembangunan, Advokasi,
Intelejen, Hubungan, Hak, Asasi, Manusia, HAM, Internasional, Utusan, Otonomi
""",
    # Heads of the names of organisations.
    "H": """
Perum, Perumda, PD, PDAM, BPR, Universitas, Unika, Institut, Politeknik, Sekolah Tinggi, Akademi,
STIE, STIKES, UIN, IAIN, STAIN, UPN, SMA, SMAN, SMK, SMKN, SMP, SMPN, SD, SDN, MAN, MTs, MTsN,
Madrasah, Pesantren, Pondok Pesantren, Ponpes, Partai, Yayasan, Asosiasi, Ikatan, Persatuan,
Perhimpunan, Himpunan, Gabungan, Federasi, Konfederasi, Aliansi, Koalisi, Forum, Front, Gerakan
Pemuda, Serikat Pekerja, Paguyuban, Rumah Sakit, Rumah Sakit Umum, RS, RSUD, RSUP, RSU, RSIA,
RSPAD, Puskesmas, Klinik, Koperasi, Pengadilan, Pengadilan Negeri, Pengadilan Tinggi, PN,
Kejaksaan Negeri, Kejaksaan Tinggi, Kejari, Kejati, Polres, Polresta, Polrestabes, Polda, Polsek,
Polresta Metro, Polres Metro, Polsek Metro, Kodam, Kodim, Korem, Koramil, Lanud, Lanal, Lantamal,
Lapas, Rutan, Pemkot, Pemkab, Pemprov, Pemerintah Kota, Pemerintah Kabupaten, Pemerintah Provinsi,
Kepolisian Resor, Kepolisian Daerah, Kepolisian Sektor, Klub, Perusahaan Daerah, Satpol PP, BPBD,
Majalah, Polis Diraja, Jabatan, Kelab, Pertubuhan
""",
    # Heads of the names of firms.
    "Y": "PT, CV, UD, Firma",
    # What stands at the head of a name or at its end.
    "h": "Bank, FC",
    # Heads behind which "dan" joins words of one name.
    "J": """
Kementerian, Kementrian, Kemenko, Kementerian Koordinator, Dinas, Badan, Lembaga, Komisi, Komite,
Direktorat, Direktorat Jenderal, Ditjen, Mahkamah, Majelis, Dewan, Otoritas, Kejaksaan, Fakultas,
Organisasi, Satuan Polisi, Balai, Balai Besar, Kantor Wilayah, Kanwil, Ombudsman, Inspektorat,
Sekretariat, Kedutaan Besar, Kedutaan, Konsulat Jenderal, KBRI, KJRI, Kamar Dagang
""",
    # Organisations that may have a place behind them.
    "B": """
DPRD, KPU, KPUD, Bawaslu, BNN, BNNP, BNNK, BPOM, BPJS, Kadin, BPS, MUI, KONI, PSSI, KNPI
""",
    # Words in front of places that belong to their names, and such that do not.
    "C": """
Kabupaten, Kecamatan, Kelurahan, Desa, Dusun, Kampung, Nagari, Jalan, Jl., Jl, Jln, Gunung, Pulau,
Sungai, Danau, Pantai, Teluk, Selat, Waduk, Bendungan, Pelabuhan, Bandara, Bandar Udara, Stasiun,
Terminal, Pasar, Stadion, Jembatan, Kepulauan, Laut, Samudra, Samudera, Tol, Simpang, Bundaran,
Perumahan, Taman Nasional, Hutan, Lapangan, Alun-alun, Jazirah, Semenanjung, Candi, Masjid,
Kompleks
""",
    "K": """
Kota, Provinsi, Propinsi, Negara, Wilayah, Kawasan, Republik, Distrik, Ibu Kota, Ibukota
""",
    # Openers of sentences and other words that belong to no name.
    # The state behind the name of its offices.
    "i": "RI, Republik Indonesia, Seluruh Indonesia",
    # What makes no place of the name behind it, and ends the name of a firm.
    "X": """
Seluruh, Hotel, Menara, Asian Games, SEA Games, Piala, Piala Dunia, Liga, Liga Champions,
Kejuaraan, Amnesty Internasional
""",
    "z": "Sekuritas, Aset Manajemen, Asset Management, Persero",
    # What ends the name of a village or a part of a town.
    "U": "Barat, Timur, Utara, Selatan, Tengah, Hulu, Hilir",
    "S": """
Dewan Pengawas, Dewan Komisaris, Dewan Direksi, Lembaga Keuangan, Badan Hukum, Badan Ad Hoc,
Majelis Taklim, Lembaga Swadaya Masyarakat, Dewan Pengurus, LSM, Daop, Setan Merah, Si Nyonya Tua,
Nyonya Tua, Garuda Muda, Maung Bandung, Macan Kemayoran, Los Blancos, La Viola, Focus Group,
Nerazzurri, Rossoneri, Skuad Garuda, Tim Merah Putih, Merah Putih, Bajul Ijo, Singo Edan, Laskar
Sambernyawa, The Reds, The Blues, The Gunners, Balai Kota, Dewan Pengurus Pusat, Dewan Pimpinan
Pusat, Dewan Pimpinan Daerah, Dewan Pimpinan Wilayah, Pasar Uang, Pasar Saham, Laut Lepas, Jalan
Tol, Tanah Air, Bapak-bapak, Ibu-ibu, Partai Politik, Bank Sampah, Badan Usaha, Kota Suci, Bumi,
Lembaga Antirasuah, Kelas, Kabinet, Kabinet Merah Putih, Santri, Aplikasi, Peta Jalan, Komisi I,
Ketua-ketua, Piala Asia, Piala AFF, Piala Presiden, Sirkuit, Grand Prix, Liga Spanyol, Liga
Italia, Liga Jerman, Liga Indonesia, Premier League, Super League, Ada, Adapun, Agar, Akan,
Akhirnya, Akibat, Akibatnya, Aku, Alasan, Aksi, Alhasil, Anda, Antara, Apa, Apabila, Apakah,
Apalagi, Artinya, Asal, Atas, Awalnya, Bagaimana, Bagi, Bahkan, Bahwa, Baik, Banyak, Baru,
Beberapa, Begitu, Belum, Benar, Berbagai, Berbeda, Berdasarkan, Berikut, Bersama, Besok, Biasanya,
Bila, Bisa, Boleh, Buat, Bukan, Cara, Coba, Contohnya, Cuma, Cukup, Dalam, Dan, Dapat, Dari, Data,
Demi, Demikian, Dengan, Dia, Di, Dulu, Dua, Diketahui, Enam, Empat, Faktanya, Gimana, Guna, Hal,
Hampir, Hanya, Hari, Harap, Harga, Harus, Hasil, Hasilnya, Hingga, Ia, Ini, Itu, Iya, Ingat, Jadi,
Jangan, Jika, Jikalau, Juga, Jumlah, Justru, Kabar, Kadang, Kalau, Kali, Kalian, Kami, Kamu,
Kapan, Karena, Kasus, Kata, Kalo, Ke, Kebetulan, Kecuali, Kedua, Kemarin, Kemudian, Kepada,
Kesimpulan, Ketika, Khusus, Khususnya, Kini, Kita, Lagi, Lain, Lainnya, Lalu, Langkah, Lanjut,
Lantas, Lantaran, Lebih, Lewat, Lima, Maka, Makanya, Makin, Malah, Malam, Masa, Masih,
Masing-masing, Mau, Melalui, Memang, Menurut, Menurutnya, Mengapa, Mengenai, Mereka, Meski,
Meskipun, Misalnya, Mohon, Mulai, Mungkin, Namun, Nah, Nanti, Nantinya, Nama, Nggak, Oleh, Orang,
Pada, Padahal, Pagi, Paling, Para, Pasalnya, Pasca, Pelaku, Per, Pernah, Perlu, Pertama, Pihak,
Pihaknya, Polisi, Pria, Rata-rata, Rupanya, Saat, Saja, Sama, Sambil, Sampai, Sangat, Satu, Saya,
Seakan, Sebab, Sebagai, Sebagian, Sebaliknya, Sebanyak, Sebelum, Sebelumnya, Sebenarnya, Sebuah,
Secara, Sedang, Sedangkan, Sehingga, Sejak, Sejumlah, Sekali, Sekarang, Sekitar, Selain, Selama,
Selanjutnya, Selasa, Semakin, Semenjak, Semoga, Sementara, Semua, Senin, Sepanjang, Seorang,
Seperti, Serta, Sesuai, Sesudah, Setelah, Seterusnya, Setiap, Setidaknya, Siang, Siapa, Soal,
Sore, Sudah, Supaya, Tadi, Tahun, Tak, Tanpa, Tapi, Telah, Tentang, Tentu, Tentunya, Tepatnya,
Terhadap, Terkait, Terlebih, Termasuk, Ternyata, Tersebut, Tetapi, Tetap, Tidak, Tiga, Tim, Total,
Tujuan, Tujuh, Untuk, Usai, Waktu, Wah, Walau, Walaupun, Warga, Wanita, Ya, Yaitu, Yakni, Yang,
Kalangan, Korban, Kondisi, Kegiatan, Acara, Ayah, Bulan, Cek, Foto, Video, Info, Berita, Simak,
Sumber, Ilustrasi, Dok, Tips, WIB, WITA, WIT, Rp, SWT, SAW, Allah, Tuhan, Al-Quran, Alquran, Nabi,
Rasulullah, Ramadan, Ramadhan, Idul Fitri, Lebaran, Natal, Imlek, Pilpres, Pilkada, Pancasila,
Covid-19, COVID-19, Corona, Omicron, Delta, UU, Undang-Undang, Pasal, KUHP, Perpres, Perppu,
Permen, Liga Inggris, Liga 1, Liga Europa, Serie A, La Liga, Bundesliga, Grup, Puteri, Miss,
Sekolah, Rumah, Gedung, Kantor, Jembatan, Istana, Kereta, Pesawat, Kapal, Mobil, Hari Raya,
Operasi, Indonesian, Bahasa, Zaman, Lanjutnya, Jangankan, Zona, Zodiak, Aries, Taurus, Gemini,
Cancer, Leo, Virgo, Libra, Scorpio, Sagitarius, Sagittarius, Capricorn, Aquarius, Pisces, Bansos,
Kartu, Program, Surat, Buku, Film, Novel, Lagu, Album, Drama, Serial, Sinetron, Drakor, Selamat,
Terima, Hai, Halo, Bro, Sis, Assalamualaikum, PIN, KTP, SIM, NIK, BBM
""",
}

BEFORE = {
    # Verbs of saying, which stand before who says it.
    "y": """
kata, ujar, ungkap, jelas, tutur, ucap, tegas, imbuh, papar, terang, tambah, sambung, lanjut,
tukas, beber, pungkas, tandas, cetus, kenang, timpal, harap, urai, seloroh, ulas, akunya
""",
    # Roles, which stand before who has it.
    "r": """
presiden, menteri, gubernur, bupati, aktor, aktris, penyanyi, tersangka, terdakwa, almarhum,
almarhumah, mendiang, istri, suami, istrinya, suaminya, putrinya, putranya, pengacara, ustaz,
ustadz, pak, bapak, bu, mas, mbak, bang, sutradara, komedian, artis, selebgram, youtuber, jaksa,
hakim, petinju, vokalis, presenter, musisi, rapper, jenderal, raja, ratu, pangeran, sultan,
dokter, kapten, dr, pedangdut, politisi, politikus, taipan, anaknya, ayahnya, ibunya, kakaknya,
adiknya, putri, putra, kekasihnya, model, aktivis, komika, pengusaha
""",
    # In front of the name of a place that is none: "dolar AS", "bahasa Jepang".
    "x": "jalan, lapangan, stadion, dolar, dollar, bahasa, kurs",
    # Roles of teams, whose names can stand between.
    "s": """
bernama, pelatih, striker, penyerang, gelandang, bek, kiper, winger, pembalap, pemain, bos,
pendiri
""",
    # Prepositions of place.
    "l": "di, ke, dari, asal, kawasan, wilayah, kota, menuju, warga",
}
BEHIND = {
    "y": """
mengatakan, menjelaskan, menyebut, menyebutkan, mengungkapkan, menuturkan, menegaskan,
menambahkan, menyatakan, mengaku, menilai, mengungkap, menyampaikan, berharap, mengimbau,
memaparkan, menerangkan, mengklaim, membeberkan, mengakui, bercerita, menceritakan, berpendapat,
berkata, bertutur, berujar, melanjutkan
"""
}
