"""cpu_families.tsv, and the rules by which `cpus.py` tells vendor, family, generation and cores from a name.

The families of the table serve names that tell no part (`AMD EPYC`, `Intel(R) Xeon(R) CPU @ 2.20GHz`): TDP per
logical processor over the server parts in `cpu-threads.tsv`, mean, least and most, as in version 2026.11.
"""

import re

import hardware_sources
from tables import Table

# Beginning of the key, vendor, family.
FAMILIES = [(re.compile(pattern), vendor, family) for pattern, vendor, family in [
    (r"epyc embedded", "AMD", "EPYC Embedded"), (r"epyc", "AMD", "EPYC"),
    (r"ryzen threadripper pro", "AMD", "Ryzen Threadripper PRO"), (r"ryzen threadripper", "AMD",
                                                                   "Ryzen Threadripper"),
    (r"ryzen embedded", "AMD", "Ryzen Embedded"), (r"ryzen ai max", "AMD", "Ryzen AI Max"),
    (r"ryzen ai", "AMD", "Ryzen AI"), (r"ryzen z", "AMD", "Ryzen Z"), (r"ryzen ([3579])\b", "AMD", "Ryzen {}"),
    (r"opteron", "AMD", "Opteron"), (r"athlon", "AMD", "Athlon"), (r"phenom", "AMD", "Phenom"), (r"fx-", "AMD", "FX"),
    (r"sempron|mobile sempron", "AMD", "Sempron"), (r"turion", "AMD", "Turion"), (r"mobile athlon", "AMD", "Athlon"),
    (r"(pro )?a(4|6|8|9|10|12)-", "AMD", "A-Series"), (r"a\d+ (pro-|micro-)", "AMD", "A-Series"),
    (r"[ec][12]?-\d", "AMD", "E-Series"), (r"e1 micro", "AMD", "E-Series"),
    (r"xeon (platinum|gold|silver|bronze)", "Intel", "Xeon Scalable {}"), (r"xeon max", "Intel", "Xeon Max"),
    (r"xeon phi", "Intel", "Xeon Phi"), (r"xeon w", "Intel", "Xeon W"), (r"xeon d", "Intel", "Xeon D"),
    (r"xeon e-", "Intel", "Xeon E"), (r"xeon e([357])-", "Intel", "Xeon E{}"),
    (r"xeon 6\d\d\d[pe]", "Intel", "Xeon 6"), (r"xeon|pentium ii+ xeon", "Intel", "Xeon"),
    (r"core ultra ([579])", "Intel", "Core Ultra {}"), (r"core i([3579])", "Intel", "Core i{}"),
    (r"core m", "Intel", "Core M"), (r"core 2", "Intel", "Core 2"), (r"core (duo|solo)", "Intel", "Core"),
    (r"core ([3579]) ", "Intel", "Core {}"), (r"(mobile )?pentium", "Intel", "Pentium"),
    (r"(mobile )?celeron", "Intel", "Celeron"), (r"atom", "Intel", "Atom"), (r"itanium", "Intel", "Itanium"),
    (r"quark", "Intel", "Quark"), (r"n(50|97|100|200)$", "Intel", "N"), (r"apple m", "Apple", "Apple M"),
    (r"ampere altra", "Ampere", "Ampere Altra"), (r"graviton|aws graviton", "AWS", "Graviton"),
    (r"neoverse", "Arm", "Neoverse"), (r"cortex", "Arm", "Cortex"), (r"nvidia grace", "NVIDIA", "Grace"),
    (r"google axion", "Google", "Axion"),
]]

# Pattern over the whole key, generation, year in which it came out. The first match counts.
GENERATIONS = [(re.compile(pattern + r"$"), generation, year) for pattern, generation, year in [
    (r"epyc 7\d{2}1p?", "7001 Naples", 2017), (r"epyc 7(\d{2}2p?|f\d2|h12|b12|r32)", "7002 Rome", 2019),
    (r"epyc 7[3-7]73x", "7003 Milan-X", 2022), (r"epyc 7([2-7]03p?)", "7003 Milan", 2023),
    (r"epyc 7(\d{2}3p?|\df3|b13|r13|v13)", "7003 Milan", 2021), (r"epyc 97\d4s?", "9004 Bergamo", 2023),
    (r"epyc 9\d{2}4x", "9004 Genoa-X", 2023), (r"epyc 9(\d{2}4[pf]?|r14|b14)", "9004 Genoa", 2022),
    (r"epyc 8\d{2}4pn?", "8004 Siena", 2023), (r"epyc 4\d{2}4px?", "4004", 2024), (r"epyc 4\d{2}5px?", "4005", 2025),
    (r"epyc 9(\d{2}5[pf]?|r45)", "9005 Turin", 2024), (r"epyc embedded 3\d+", "Embedded 3000", 2018),
    (r"xeon (platinum|gold|silver|bronze) \d1\d\d\w*\+?", "1st Skylake-SP", 2017),
    (r"xeon platinum 92\d\d", "2nd Cascade Lake-AP", 2019),
    (r"xeon (gold|silver|bronze) \d2\d\dr", "2nd Cascade Lake-SP refresh", 2020),
    (r"xeon (platinum|gold|silver|bronze) \d2\d\d\w*\+?", "2nd Cascade Lake-SP", 2019),
    (r"xeon (platinum|gold) \d3\d\dhl?", "3rd Cooper Lake-SP", 2020),
    (r"xeon (platinum|gold|silver|bronze) \d3\d\d\w*\+?", "3rd Ice Lake-SP", 2021),
    (r"xeon (platinum|gold|silver|bronze) \d4\d\d\w*\+?", "4th Sapphire Rapids", 2023),
    (r"xeon (platinum|gold|silver|bronze) \d5\d\d\w*\+?", "5th Emerald Rapids", 2023),
    (r"xeon max \d+", "Max Sapphire Rapids", 2023), (r"xeon 6\d{3}e", "6 Sierra Forest", 2024),
    (r"xeon 69\d\dp", "6 Granite Rapids", 2024), (r"xeon 6[57]\d\dp(-b)?", "6 Granite Rapids", 2025),
    (r"xeon 63\d\dp", "6300 Raptor Lake", 2025),
    (r"xeon e3-1\d{3}l?", "E3 Sandy Bridge", 2011), (r"xeon e3-\w+ v2", "E3 v2 Ivy Bridge", 2012),
    (r"xeon e3-\w+ v3", "E3 v3 Haswell", 2013), (r"xeon e3-\w+ v4", "E3 v4 Broadwell", 2015),
    (r"xeon e3-\w+ v5", "E3 v5 Skylake", 2015), (r"xeon e3-\w+ v6", "E3 v6 Kaby Lake", 2017),
    (r"xeon e5-\d{4}[lw]?", "E5 Sandy Bridge", 2012), (r"xeon e5-\w+ v2", "E5 v2 Ivy Bridge", 2013),
    (r"xeon e5-\w+ v3", "E5 v3 Haswell", 2014), (r"xeon e5-\w+ v4", "E5 v4 Broadwell", 2016),
    (r"xeon e7-\d{4}l?", "E7 Westmere", 2011), (r"xeon e7-\w+ v2", "E7 v2 Ivy Bridge", 2014),
    (r"xeon e7-\w+ v3", "E7 v3 Haswell", 2015), (r"xeon e7-\w+ v4", "E7 v4 Broadwell", 2016),
    (r"xeon e-21\d\d\w*", "E Coffee Lake", 2018), (r"xeon e-22\d\d\w*", "E Coffee Lake refresh", 2019),
    (r"xeon e-23\d\d\w*", "E Rocket Lake", 2021), (r"xeon e-24\d\d\w*", "E Raptor Lake", 2023),
    (r"xeon w-21\d\d\w*", "W Skylake", 2017), (r"xeon w-[23]2\d\d\w*", "W Cascade Lake", 2019),
    (r"xeon w-33\d\d\w*", "W Ice Lake", 2021), (r"xeon w-12\d\d\w*", "W Comet Lake", 2020),
    (r"xeon w-13\d\d\w*", "W Rocket Lake", 2021), (r"xeon w\d-[23]4\d\d\w*", "W Sapphire Rapids", 2023),
    (r"xeon w\d-[23]5\d\d\w*", "W Sapphire Rapids refresh", 2024), (r"xeon d-15\d\d\w*", "D Broadwell", 2015),
    (r"xeon d-21\d\d\w*", "D Skylake", 2018), (r"xeon d-16\d\d\w*", "D Hewitt Lake", 2019),
    (r"xeon d-[12]7\d\d\w*", "D Ice Lake", 2022),
    (r"core i7-3(820|930k|9[67]0x)( extreme edition)?", "2nd Sandy Bridge-E", 2011),
    (r"core i7-4(820k|930k|960x)( extreme edition)?", "3rd Ivy Bridge-E", 2013),
    (r"core i7-5(820k|930k|960x)( extreme edition)?", "4th Haswell-E", 2014),
    (r"core i7-6(8[05]0k|900k|950x)( extreme edition)?", "5th Broadwell-E", 2016),
    (r"core i[579]-7[689]\d\dx.*", "7th Skylake-X", 2017), (r"core i[79]-9[89]\d\dx.*", "9th Skylake-X refresh",
                                                            2018),
    (r"core i9-109\d\dx.*", "10th Cascade Lake-X", 2019),
    (r"core i[357]-2\d{3}\w*", "2nd Sandy Bridge", 2011), (r"core i[357]-3\d{3}\w*", "3rd Ivy Bridge", 2012),
    (r"core i[357]-4\d{3}\w*", "4th Haswell", 2013), (r"core i[357]-5\d{3}\w*", "5th Broadwell", 2015),
    (r"core i[357]-6\d{3}\w*", "6th Skylake", 2015), (r"core i[357]-7\d{3}\w*", "7th Kaby Lake", 2016),
    (r"core i[3579]-8\d{3}\w*", "8th Core", 2017), (r"core i[3579]-9\d{3}\w*", "9th Coffee Lake", 2018),
    (r"core i[3579]-10\d{2,3}[a-z]*\d*\w*", "10th Core",
     2019), (r"core i[3579]-11\d{2,3}[a-z]*\d*\w*", "11th Core", 2020),
    (r"core i[3579]-12\d{2,3}[a-z]*", "12th Alder Lake",
     2021), (r"core i[3579]-13\d{2,3}[a-z]*", "13th Raptor Lake", 2022),
    (r"core i[3579]-14\d{2,3}[a-z]*", "14th Raptor Lake refresh", 2023),
    (r"core ultra \d 1\d\d\w*", "Ultra 1 Meteor Lake", 2023), (r"core ultra \d 2\d\d\w*", "Ultra 2", 2024),
    (r"core m-5y\w+", "M Broadwell", 2014), (r"core m[357]-6y\w+", "M Skylake", 2015),
    (r"core m3-7y\w+", "M Kaby Lake", 2016),
    (r"ryzen threadripper 1\d{3}x?", "Threadripper 1000",
     2017), (r"ryzen threadripper 2\d{3}w?x", "Threadripper 2000", 2018),
    (r"ryzen threadripper 3\d{3}x", "Threadripper 3000", 2019),
    (r"ryzen threadripper pro 3\d{3}wx", "Threadripper PRO 3000", 2020),
    (r"ryzen threadripper pro 5\d{3}wx", "Threadripper PRO 5000", 2022),
    (r"ryzen threadripper (pro )?7\d{3}w?x", "Threadripper 7000", 2023),
    (r"ryzen threadripper (pro )?9\d{3}w?x", "Threadripper 9000", 2025),
    (r"ryzen [357] (pro )?1\d{3}\w*", "Ryzen 1000", 2017), (r"ryzen [357] (pro )?2\d{3}\w*", "Ryzen 2000", 2018),
    (r"ryzen [3579] (pro )?3\d{3}\w*", "Ryzen 3000", 2019), (r"ryzen [3579] (pro )?4\d{3}\w*", "Ryzen 4000", 2020),
    (r"ryzen [3579] (pro )?5\d{3}\w*", "Ryzen 5000", 2020), (r"ryzen [3579] (pro )?6\d{3}\w*", "Ryzen 6000", 2022),
    (r"ryzen [3579] (pro )?7\d{3}\w*", "Ryzen 7000", 2022), (r"ryzen [3579] (pro )?8\d{3}\w*", "Ryzen 8000", 2024),
    (r"ryzen [3579] (pro )?9\d{3}\w*", "Ryzen 9000", 2024), (r"ryzen ai max.*", "Ryzen AI Max", 2025),
    (r"ryzen ai \d (hx )?(pro )?3\d\d", "Ryzen AI 300", 2024), (r"ryzen z1.*", "Ryzen Z1", 2023),
    (r"ryzen z2.*", "Ryzen Z2", 2025), (r"apple m1", "M1", 2020), (r"apple m1 (pro|max)", "M1", 2021),
    (r"apple m1 ultra", "M1", 2022), (r"apple m2", "M2", 2022), (r"apple m2 (pro|max|ultra)", "M2", 2023),
    (r"apple m3( pro| max)?", "M3", 2023), (r"apple m3 ultra", "M3", 2025), (r"apple m4( pro| max)?", "M4", 2024),
    (r"ampere altra q.*", "Altra", 2020), (r"ampere altra max.*", "Altra Max", 2021), (r"aws graviton", "Graviton",
                                                                                       2018),
    (r"aws graviton2", "Graviton2", 2019), (r"aws graviton3e?", "Graviton3", 2021), (r"aws graviton4", "Graviton4",
                                                                                     2023),
    (r"nvidia grace", "Grace", 2023),
]]

# Pattern over the whole key, cores, threads per socket (None: not certain). Only rules without exception.
CORES = [(re.compile(pattern + r"$"), cores, threads) for pattern, cores, threads in [
    (r"core i3-[2-7]\d{3}[tk]?", 2, 4), (r"core i5-[2-7]\d{3}[ks]?", 4, 4), (r"core i5-[67]\d{3}t", 4, 4),
    (r"core i7-(2[67]\d\d[ks]?|[34]7\d\d[ks]?|[67]7\d\d[kt]?)", 4, 8), (r"core i[357]-[2-7]\d{3}u", 2, 4),
    (r"core i7-[2-7]\d{3}(qm|mq|hq|hk)", 4, 8), (r"core i3-[89]\d{3}[ktf]?f?",
                                                 4, 4), (r"core i5-[89][4-6]\d\d[ktfe]?f?", 6, 6),
    (r"core i7-8700[kt]?", 6, 12), (r"core i7-9700[ktfe]?f?", 8, 8), (r"core i9-9900[kt]?[fs]?", 8, 16),
    (r"core i[57]-8\d{3}u", 4, 8), (r"core i7-(87|88|97)50h", 6, 12), (r"core i5-[89][34]\d\dh", 4, 8),
    (r"core i9-98[89]0hk?", 8, 16), (r"core i9-8950hk", 6,
                                     12), (r"core i5-10[34]\d\dh", 4, 8), (r"core i7-10750h", 6, 12),
    (r"core i7-10[68]7\dh", 8, 16), (r"core i3-10[13]\d\d[tfe]?", 4, 8), (r"core i5-10[4-6]\d\d[ktf]?f?", 6, 12),
    (r"core i7-10700[ktfe]?f?", 8, 16), (r"core i9-10(85|90)0[ktfe]?f?",
                                         10, 20), (r"core i5-11[4-6]\d\d[ktf]?f?", 6, 12),
    (r"core i7-11700[ktf]?f?", 8, 16), (r"core i9-11900[ktf]?f?", 8, 16), (r"core i[57]-11\d\dg7", 4, 8),
    (r"core i3-12[13]\d\d[tfe]?", 4, 8), (r"core i5-12[4-6]\d\d[tfe]?", 6, 12), (r"core i5-12600kf?", 10, 16),
    (r"core i7-12700[ktfe]?f?", 12, 20), (r"core i9-12900[ktfe]?[fs]?", 16, 24), (r"core i7-12700h", 14, 20),
    (r"core i9-12900hk?", 14, 20), (r"core i3-13100[tfe]?", 4, 8), (r"core i5-13400[tfe]?", 10, 16),
    (r"core i5-13[56]00[ktfe]?f?", 14, 20), (r"core i7-13700[ktfe]?f?", 16, 24), (r"core i9-13900[ktfe]?[fs]?", 24,
                                                                                  32),
    (r"core i3-14100[tf]?", 4, 8), (r"core i5-14400[tf]?", 10, 16), (r"core i5-14[56]00[kt]?f?", 14, 20),
    (r"core i7-14700[ktf]?f?", 20, 28), (r"core i9-14900[ktf]?[fs]?", 24, 32), (r"core 2 duo .*", 2, 2),
    (r"core 2 quad .*", 4, 4), (r"xeon e3-1[25]\d\d(?<!1220)\w?( v[2-6])?", 4, None),
    (r"ryzen 3 1[23]00x?", 4, 4), (r"ryzen 5 1[45]00x?", 4,
                                   8), (r"ryzen 5 1600x?", 6, 12), (r"ryzen 7 1[78]00x?", 8, 16),
    (r"ryzen 5 2600[xe]?", 6, 12), (r"ryzen 7 2700[xe]?", 8, 16), (r"ryzen 5 3600x?t?", 6, 12),
    (r"ryzen 7 3[78]00xt?", 8, 16), (r"ryzen 9 (3900xt?|[57]900x)", 12, 24), (r"ryzen 9 [357]950x", 16, 32),
    (r"ryzen 5 [57]600x?3?d?", 6, 12), (r"ryzen 7 5[78]00[xugh]?t?3?d?s?", 8, 16), (r"ryzen 7 7[78]00x?3?d?", 8, 16),
    (r"ryzen 9 7900x?3?d?", 12, 24), (r"ryzen 9 7950x3?d?", 16, 32), (r"ryzen 5 9600x?", 6, 12),
    (r"ryzen 7 9[78]00x3?d?", 8, 16), (r"ryzen 9 9900x3?d?", 12, 24), (r"ryzen 9 9950x3?d?", 16, 32),
    (r"ryzen 7 4800[hu]s?", 8, 16), (r"ryzen 5 4600[hu]s?", 6, 12), (r"ryzen 5 5600[xugh]?t?s?", 6, 12),
    (r"ryzen threadripper 1900x", 8, 16), (r"ryzen threadripper (19|29)20x", 12, 24),
    (r"ryzen threadripper (19|29)50x", 16, 32), (r"ryzen threadripper 2970wx", 24, 48),
    (r"ryzen threadripper 2990wx", 32, 64), (r"ryzen threadripper [379]960x", 24, 48),
    (r"ryzen threadripper [379]970x", 32, 64), (r"ryzen threadripper (3990|[79]980)x", 64, 128),
    (r"ryzen threadripper pro [3579]945wx", 12, 24), (r"ryzen threadripper pro [3579]955wx", 16, 32),
    (r"ryzen threadripper pro [579]965wx", 24, 48), (r"ryzen threadripper pro [3579]975wx", 32, 64),
    (r"ryzen threadripper pro ([79]985|[35]995)wx", 64, 128), (r"ryzen threadripper pro [79]995wx", 96, 192),
    (r"epyc 7[3-7]03p?", None, None), (r"epyc 7373x", 16, 32), (r"epyc 7473x", 24, 48), (r"epyc 7573x", 32, 64),
    (r"epyc 7773x", 64, 128), (r"epyc 8024pn?", 8, 16), (r"epyc 8124pn?", 16, 32), (r"epyc 8224pn?", 24, 48),
    (r"epyc 8324pn?", 32, 64), (r"epyc 8434pn?", 48, 96), (r"epyc 8534pn?", 64, 128), (r"epyc 4124p", 4, 8),
    (r"epyc 424[45]p", 6, 12), (r"epyc 43[46][45]p", 8, 16), (r"epyc 4(464|465|484)px?", 12, 24),
    (r"epyc 45[468][45]px?", 16, 32), (r"epyc 9015", 8,
                                       16), (r"epyc 9(115|175f|184x)", 16, 32), (r"epyc 9275f", 24, 48),
    (r"epyc 9(375f|384x)", 32, 64), (r"epyc 9365", 36, 72), (r"epyc 9475f", 48, 96), (r"epyc 9535", 64, 128),
    (r"epyc 9565", 72, 144), (r"epyc 9645", 96, 192), (r"epyc 9745", 128, 256), (r"epyc 9754s", 128, 128),
    (r"epyc 9825", 144, 288), (r"apple m[123]", 8, 8), (r"apple m[12] ultra", None, None), (r"aws graviton", 16, 16),
    (r"(phenom|phenom ii|athlon ii|athlon 64|athlon|sempron|turion|turion 64|turion ii) x2 .*", 2, 2),
    (r"(phenom|phenom ii|athlon ii|athlon) x3 .*", 3, 3), (r"(phenom|phenom ii|athlon ii|athlon) x4 .*", 4, 4),
    (r"phenom ii x6 .*", 6, 6), (r"fx-4\d{3}", 4, 4), (r"fx-6\d{3}", 6, 6), (r"fx-[89][1-5]\d\de?", 8, 8),
    (r"core duo .*", 2, 2), (r"core solo .*", 1, 1), (r"core m[357]?-[5-7]y\d\dc?", 2, 4),
    (r"core i[357]-[57]y\d\d", 2, 4), (r"core i[357]-4\d{3}y", 2, 4), (r"core i[357]-[2-4]\d{3}m", 2, 4),
    (r"pentium (m|iii|mmx) .*", 1, 1), (r"pentium d .*", 2, None), (r"celeron [md] .*", 1, 1), (r"athlon xp .*", 1,
                                                                                                1),
    (r"core ultra [79] 1[56]5h", 16, 22), (r"core ultra 9 285k", 24, 24), (r"core ultra 7 2[56]5h", 16, 16),
    (r"aws graviton[23]e?", 64, 64), (r"aws graviton4", 96, 96), (r"nvidia grace", 72, 72),
]]


def family(key):
    for pattern, vendor, name in FAMILIES:
        if match := pattern.match(key):
            part = match[1] if match.groups() and match[1] else ""
            return vendor, name.format(part.capitalize())
    return None, None


def generation(key):
    return next(((name, year) for pattern, name, year in GENERATIONS if pattern.match(key)), (None, None))


def cores(key):
    return next(((cores, threads) for pattern, cores, threads in CORES if pattern.match(key)), (None, None))


def build(data):
    hardware_sources.build(data)
    t = Table("cpu_families", "CPU families", about="Watts per logical processor, for names that tell no part",
              built_from="cpu-threads.tsv")
    t.column("key", "key", "word in the name; * for any other")
    t.column("watts_per_thread", "number", "TDP per logical processor", "W", 0.3, 20,
             "low_watts_per_thread..high_watts_per_thread")
    t.column("low_watts_per_thread", "number", "least of the family", "W", 0.3, 20, "bound")
    t.column("high_watts_per_thread", "number", "most of the family", "W", 0.3, 20, "bound")
    t.column("source", "source", "whom it is taken from")
    t.column("year", "year", "year of the parts")
    for key, watts, low, high, source, year in [
        ("*", 4, 1.5, 8, "joulebook-spread", 2026), ("epyc", 3.28, 1.22, 9.69, "joulebook-spread", 2026),
        ("neoverse", 1.8, 0.8, 3.5, "ampere-datasheets", 2022), ("xeon", 3.75, 1.95, 7.08, "joulebook-spread", 2026),
    ]:
        t.row(key=key, watts_per_thread=watts, low_watts_per_thread=low, high_watts_per_thread=high, source=source,
              year=year)
    t.write()
