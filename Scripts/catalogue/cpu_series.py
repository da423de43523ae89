"""Generation and year of release of processors by their series, for names that `cpu_families.py` does not know.

From the makers' product lists (Intel's product specifications, AMD's product pages). The year is that in which the
series came out, not the single part. A series is named only where its numbers tell it: clock speeds that two
generations share, numbers that were never sold and parts of one customer stay without. First match counts.
"""

import re

# Words after the name proper: the same part in another box, at another power limit or for one maker of computers.
BOXED = re.compile(r"^pro (?=a)|\u200b| \((oem only|\d+w)\)| and (near silent thermal solution|wraith cooler)"
                   r"| (soc|mobile|(microsoft surface®?|extreme|black) edition|x-series|anniversary|be)$")

# Beginning of the key; then pattern over the rest, generation, year.
SERIES = [(prefix, re.compile(f"(?:{pattern})$"), name, year) for prefix, rows in [
    ("xeon phi ", [
        (r"(31|51|71|se10)\w+", "Knights Corner", 2012), (r"72[135590]0f?", "Knights Landing", 2016),
        (r"72[389]5", "Knights Mill", 2017)]),
    ("xeon ", [
        (r"30[4-7]0", "3000 Conroe", 2006), (r"30[678]5", "3000 Conroe, 1333 MHz bus", 2007),
        (r"x32\d0", "3200 Kentsfield", 2007), (r"(e31\d\d|l3014|l3110)", "3100 Wolfdale", 2008),
        (r"[xl]33\d\d", "3300 Yorkfield", 2008), (r"(x34\d0|l3426)", "3400 Lynnfield", 2009),
        (r"l340[36]", "3400 Clarkdale", 2010), (r"w35\d\d", "3500 Bloomfield", 2009),
        (r"w36\d\d", "3600 Gulftown", 2010), (r"(mv )?50\d\d", "5000 Dempsey", 2006),
        (r"(lv )?51\d\d", "5100 Woodcrest", 2006), (r"[elx]52\d\d", "5200 Wolfdale-DP", 2007),
        (r"[elx]53\d\d", "5300 Clovertown", 2006), (r"[elx]54\d\d", "5400 Harpertown", 2007),
        (r"[elxw]55\d\d", "5500 Nehalem-EP", 2009), (r"[el]c[35]5\d\d", "C5500 and C3500 Jasper Forest", 2010),
        (r"[elx]56\d\d", "5600 Westmere-EP", 2010), (r"[ex]65\d\d", "6500 Nehalem-EX", 2010),
        (r"(mp )?70\d\d", "7000 Paxville", 2005), (r"71\d0[mn]", "7100 Tulsa", 2006),
        (r"[elx]7[23]\d\d", "7300 Tigerton", 2007), (r"[elx]74\d\d", "7400 Dunnington", 2008),
        (r"[elx]75\d\d", "7500 Nehalem-EX", 2010), (r"e3-11[02]5c", "E3 Sandy Bridge Gladden", 2012),
        (r"d-[12]8\d\d\w*", "D Ice Lake refresh", 2023), (r"w-3175x", "W Skylake", 2018),
        (r"w-108\d5m", "W Comet Lake mobile", 2020), (r"w-11\d{3}m(le)?", "W Tiger Lake mobile", 2021),
        (r"platinum p-81\d\d", "1st Skylake-SP", 2017), (r"1\.[457]", "Foster", 2001),
        (r"(1\.8|2\.0[ab]|2\.2|2\.4b|2\.6|2\.66|2\.8b)", "Prestonia", 2002), (r"3\.06", "Prestonia", 2003),
        (r"mp 1\.[46]", "MP Foster", 2002)]),
    ("core 2 duo ", [
        (r"e4\d00", "Allendale", 2007), (r"e6[3467][02]0", "Conroe", 2006),
        (r"e6[578][45]0", "Conroe, 1333 MHz bus", 2007), (r"e8\d35", "Penryn", 2008),
        (r"e[78]\d{3}", "Wolfdale", 2008), (r"(t5[2356]00|t7[246]00g?|l7\d00|u7[56]00)", "Merom", 2006),
        (r"(t5\d{3}|t7\d{3})", "Merom, Santa Rosa", 2007), (r"((sl71|sp7[57])00|u7700)", "Merom", 2008),
        (r"(t[689]\d{3}|p[789]\d{3}|s[lpu][79]\d{3})", "Penryn", 2008)]),
    ("core 2 extreme ", [
        (r"x6800", "Conroe", 2006), (r"qx6\d{3}", "Kentsfield", 2006), (r"x7\d00", "Merom", 2007),
        (r"qx9(650|77\d)", "Yorkfield", 2007), (r"(x9\d00|qx9300)", "Penryn", 2008)]),
    ("core 2 quad ", [
        (r"q6[67]00", "Kentsfield", 2007), (r"q9[01]00", "Penryn", 2008), (r"q[89]\d{3}s?", "Yorkfield", 2008)]),
    ("core 2 solo ", [(r"(ulv )?su3[35]00", "Penryn", 2008), (r"ulv u2[12]00", "Merom", 2007)]),
    ("core duo ", [(r".*", "Yonah", 2006)]),
    ("core solo ", [(r".*", "Yonah", 2006)]),
    ("core i", [
        (r"7-9([2-6]0|[67]5)", "1st Bloomfield", 2008), (r"7-(970|980x?|990x)", "1st Gulftown", 2010),
        (r"7-8[678][05][sk]?", "1st Lynnfield", 2009), (r"5-7[56]0s?", "1st Lynnfield", 2009),
        (r"7-([78][24]0q|9[24]0x)m", "1st Clarksfield", 2009),
        (r"(3-5[3-6]0|5-6[5-8][015]k?)", "1st Clarkdale", 2010),
        (r"(3-3[3-9]0|5-4[3-8]0|5-5[2468]0|7-6[1-8]0)(m|um|lm|e|ue|le)", "1st Arrandale", 2010),
        (r"[57]-7y\d\d", "7th Kaby Lake-Y", 2016), (r"[57]\+8\d00 .*", "8th Core", 2017),
        (r"3-n30\d", "N Alder Lake-N", 2023), (r"[3579] 14\d01(e|te|ke)", "14th Raptor Lake, embedded", 2024)]),
    ("core m3-8", [(r"1\d\dy", "M Amber Lake", 2018)]),
    ("core ", [(r"[357] 2\d1(e|ef|te)", "Bartlett Lake-S, embedded", 2025)]),
    ("n", [(r"(50|97|100|200)", "Alder Lake-N", 2023)]),
    ("pentium gold ", [
        (r"441[05][uy]", "Kaby Lake", 2017), (r"44(17u|25y)", "Kaby Lake and Amber Lake", 2019),
        (r"5405u", "Whiskey Lake", 2019), (r"6405u", "Comet Lake", 2019), (r"6500y", "Amber Lake", 2021),
        (r"7505", "Tiger Lake", 2020), (r"g5([456]00t?|600e)", "Coffee Lake", 2018),
        (r"g5[46]20t?", "Coffee Lake refresh", 2019), (r"g6[456]00(e|t|te)?", "Comet Lake", 2020),
        (r"g6[456]05t?", "Comet Lake refresh", 2021)]),
    ("pentium silver ", [
        (r"[nj]50(00|05)", "Gemini Lake", 2017), (r"[nj]50[34]0", "Gemini Lake refresh", 2019),
        (r"n600[05]", "Jasper Lake", 2021)]),
    ("mobile pentium 4 ", [
        (r"(ht )?[23]\.\d\d", "Northwood mobile", 2003), (r"ht 5\d\d", "Prescott mobile", 2004)]),
    ("pentium 4-m ", [(r".*", "Northwood mobile", 2002)]),
    ("pentium 4 ", [
        (r"ht ee 3\.[24]\d", "Extreme Edition Gallatin", 2003),
        (r"ht ee 3\.73", "Extreme Edition Prescott-2M", 2005), (r"ht \d\.\de", "Prescott", 2004),
        (r"ht [23]\.\d\d", "Northwood", 2002), (r"(ht )?5\d\d[jk]?", "Prescott", 2004),
        (r"ht 6[34567]1", "Cedar Mill", 2006), (r"ht 6\d\d", "Prescott-2M", 2005),
        (r"1\.([3-79]|80)", "Willamette", 2000),
        (r"(1\.8a|2\.2|2\.26|2\.4|2\.40|2\.53|2\.60|2\.66|2\.80)", "Northwood", 2002)]),
    ("pentium d ", [(r"8\d0( ee)?", "Smithfield", 2005), (r"9\d[05]( ee)?", "Presler", 2006)]),
    ("pentium d15", [(r"\d\d", "Broadwell-DE", 2015)]),
    ("pentium m ", [(r"1\.\d0", "Banias", 2003), (r"7\d[05]", "Dothan", 2004)]),
    ("pentium iii xeon ", [(r"5[05]0", "Tanner", 1999), (r"[6-9]\d\d|1\.00", "Cascades", 1999)]),
    ("pentium ii xeon ", [(r".*", "Drake", 1998)]),
    ("pentium iii ", [
        (r"(800|866|933|1000)", "Coppermine", 1999), (r"(1133s|1200|1266s|1333|1400s?)", "Tualatin", 2001)]),
    ("pentium mmx ", [(r".*", "P55C", 1997)]),
    ("pentium ", [
        (r"6[06]", "P5", 1993), (r"(75|90|1[0-6]\d|200)", "P54C", 1994), (r"t2(0[68]|13)0", "Yonah", 2007),
        (r"t2[34]\d0", "Merom", 2007), (r"t3[24]00", "Merom", 2008), (r"(t4\d00|s?u[24][71]00)", "Penryn", 2009),
        (r"(p6\d00|u5[46]00)", "Arrandale", 2010), (r"(b9\d0|9[5-9]7)", "Sandy Bridge", 2011),
        (r"b915c", "Sandy Bridge Gladden", 2012), (r"b925c", "Ivy Bridge Gladden", 2013),
        (r"(2020m|2030m|2117u|2127u)", "Ivy Bridge", 2012), (r"(2129y|a1018)", "Ivy Bridge", 2013),
        (r"35\d\d[muy]", "Haswell", 2013), (r"38\d\du", "Broadwell", 2015), (r"4405[uy]", "Skylake", 2015),
        (r"6805", "Ice Lake", 2020), (r"(n35|j2[89])\d\d", "Bay Trail", 2013), (r"[nj]37\d0", "Braswell", 2015),
        (r"(n4200|j4205)", "Apollo Lake", 2016), (r"n4200e", "Apollo Lake, embedded", 2019),
        (r"(n6415|j6426)", "Elkhart Lake", 2021), (r"140[357]", "Sandy Bridge-EN", 2012),
        (r"140\d v2", "Ivy Bridge-EN", 2014), (r"g69\d\d", "Clarkdale", 2010),
        (r"g[68]\d\dt?", "Sandy Bridge", 2011), (r"g2\d{3}t?", "Ivy Bridge", 2012),
        (r"g3(260t?|460t|470)", "Haswell refresh", 2015), (r"g3([24][45]\dt?|460)", "Haswell refresh", 2014),
        (r"g3[234][23]0(t|te)?", "Haswell", 2013), (r"g4[45][02]0(t|te)?", "Skylake", 2015),
        (r"g4(56|6\d)0t?", "Kaby Lake", 2017), (r"e2[12][2468]0", "Allendale", 2007), (r"e2200", "Allendale", 2007),
        (r"e5[234]00", "Wolfdale", 2008), (r"e6[35]00k?", "Wolfdale", 2009),
        (r"(e5[578]|e6[678])00", "Wolfdale", 2010)]),
    ("mobile celeron ", [(r"(lv )?\d{3}", "Dixon and Mendocino mobile", 1999)]),
    ("celeron d ", [(r"3(47|52|56|60|65)", "Cedar Mill", 2006), (r"3\d\dj?", "Prescott", 2004)]),
    ("celeron m ", [
        (r"3[1-4]0|ulv 333", "Banias", 2004), (r"3[5-9]0|ulv 3[578]3", "Dothan", 2004),
        (r"4[1-5]0|ulv 4[24]3", "Yonah", 2006), (r"5[23]0|ulv 523", "Merom", 2007),
        (r"ulv 7[24][23]", "Penryn", 2008)]),
    ("celeron ", [
        (r"266|300", "Covington", 1998), (r"300a|333|366|400|433|466|500|533", "Mendocino", 1998),
        (r"533a|566|600|633|667|700|733|766|800|850|950|1\.00|1\.10", "Coppermine", 2000),
        (r"1300", "Tualatin", 2001), (r"1\.[78]", "Willamette", 2002), (r"2\.\d0?", "Northwood", 2002),
        (r"220|4[2345]0", "Conroe-L", 2007), (r"5[34567][05]|585", "Merom", 2007), (r"9(00|25)", "Penryn", 2009),
        (r"e1\d00", "Allendale", 2008), (r"t1\d00", "Merom", 2008), (r"su2300", "Penryn", 2009),
        (r"t3[35]00", "Penryn", 2010), (r"ulv 763", "Penryn", 2011), (r"e3\d00", "Wolfdale", 2009),
        (r"(p4\d\d\d|u3\d\d\d|g1101)", "Arrandale and Clarkdale", 2010), (r"p1053", "Jasper Forest", 2010),
        (r"g470", "Sandy Bridge", 2013),
        (r"(g4[4-6]\d|g5[345]\dt?|b7[123]0|b8\d[05]e?|787|797|8\d7(e|ue)?|827e)", "Sandy Bridge", 2011),
        (r"725c", "Sandy Bridge Gladden", 2012), (r"(10\d\d(m|u|y|e|ue)|927ue|g16[123]0t?)", "Ivy Bridge", 2013),
        (r"29\d\d[muy]", "Haswell", 2013), (r"(200[02]e|g18\d0(t|te)?)", "Haswell", 2014),
        (r"(32[01]5|37[56]5)u", "Broadwell", 2015), (r"(3[89]55u|g39[02][02](e|t|te)?)", "Skylake", 2015),
        (r"3867u", "Kaby Lake", 2019), (r"(3[89]65[uy]|g39[35]0(e|t|te)?)", "Kaby Lake", 2017),
        (r"g49[02]0t?", "Coffee Lake", 2018), (r"4[23]05u?(e|ue)?", "Whiskey Lake", 2019),
        (r"g49(30(e|t)?|32e|50)", "Coffee Lake refresh", 2019), (r"5[23]05u", "Comet Lake", 2019),
        (r"g59\d\d(e|t|te)?", "Comet Lake", 2020), (r"6305e?", "Tiger Lake", 2020), (r"6600he", "Tiger Lake", 2021),
        (r"7305l?", "Alder Lake", 2022), (r"(j1\d50|j1[89]00|n2[89]\d\d)", "Bay Trail", 2013),
        (r"n3[01][05]0", "Braswell", 2015), (r"[nj]3[01]60|n3010", "Braswell refresh", 2016),
        (r"[nj]3[34]5[05]", "Apollo Lake", 2016), (r"[nj]3[34]5[05]e", "Apollo Lake, embedded", 2019),
        (r"(n4[01]00|j4[01]05)", "Gemini Lake", 2017), (r"(n4[01]20|j4[01]25)", "Gemini Lake refresh", 2019),
        (r"n(450|510)[05]", "Jasper Lake", 2021), (r"(n621|j641)\d", "Elkhart Lake", 2021)]),
    ("atom ", [
        (r"[23]30|n2[78]0", "Diamondville", 2008), (r"z560", "Silverthorne", 2010),
        (r"z5[1-5]\d(p|pt)?", "Silverthorne", 2008), (r"[nd][45]\d\d", "Pineview", 2010),
        (r"z6[012]\d", "Lincroft", 2010), (r"z6[57]0", "Lincroft, Oak Trail", 2011),
        (r"e6\d\d(t|c|ct)?", "Tunnel Creek", 2010), (r"(n2[68]00|d2\d{3})", "Cedarview", 2011),
        (r"z24\d0", "Penwell", 2012), (r"z2760", "Cloverview", 2012), (r"s12\d\d", "Centerton", 2012),
        (r"(e38\d\d|z37\d0)", "Bay Trail", 2013), (r"c2[35]16", "Rangeley", 2017),
        (r"c2\d{3}", "Avoton and Rangeley", 2013), (r"x[57]-z8\d{3}", "Cherry Trail", 2015),
        (r"x5-e8000", "Braswell", 2016), (r"x[57]-e39\d0", "Apollo Lake", 2016),
        (r"c3\d{3}[rl]", "Denverton refresh", 2020), (r"c3\d{3}", "Denverton", 2017),
        (r"x6(214|416)re", "Elkhart Lake refresh", 2023), (r"x6\d{3}(e|fe|re)", "Elkhart Lake", 2021),
        (r"[cp]5\d{3}", "Parker Ridge and Snow Ridge", 2022), (r"x7[24]\d\de", "Alder Lake-N", 2023),
        (r"x7\d{3}(re|c)", "Amston Lake", 2024)]),
    ("itanium ", [
        (r"9015", "9000 Montecito", 2007), (r"91\d\d[mn]", "9100 Montvale", 2007), (r"93\d0", "9300 Tukwila", 2010),
        (r"95\d0", "9500 Poulson", 2012), (r"97\d0", "9700 Kittson", 2017)]),
    ("quark ", [(r"soc x10\d\dd?", "X1000", 2013)]),
    ("opteron ", [
        (r"[128](4\d|50)( he| ee)?", "K8, 130 nm", 2003), (r"[128]5[246]( he)?", "K8, 90 nm", 2005),
        (r"x2 [128][6-9][05]( he)?", "K8 dual-core", 2005), (r"[28]3[45]\d( he| se)?", "Barcelona", 2007),
        (r"a11\d0", "A1100 Seattle", 2016), (r"x[12]150", "X Kyoto", 2013), (r"x2170", "X3000 series", 2016)]),
    ("athlon ", [
        (r"(11|12|13|14)\d\d", "Thunderbird", 2000), (r"1000", "Thunderbird", 2000), (r"[679]00|800", "K7", 1999),
        (r"64 (2800|3[02-8]00|4000)\+", "K8", 2003), (r"64 \d{4}\+ (ee|\(f3\))", "K8, AM2", 2006),
        (r"64 (2650|2850)e", "K8, 65 nm", 2008), (r"64 le-16\d0b?", "K8, 65 nm", 2007),
        (r"64 fx-5[1357]", "K8", 2003), (r"64 fx-(60|62|7[024])", "K8 dual-core", 2006),
        (r"64 x2 (38|42|44|46|48)00\+", "K8 dual-core", 2005),
        (r"64 x2 \d{4}\+( ee)?( sff)?", "K8 dual-core, AM2", 2006), (r"x2 be-2\d{3}", "K8 dual-core, 65 nm", 2007),
        (r"x2 [45][048]50e", "K8 dual-core, 65 nm", 2008), (r"x2 (6500|7[4578]50)", "Kuma", 2008),
        (r"x2 ql-6\d", "Griffin", 2008), (r"(ii x4 )?6(31|38|41|51k?)", "Llano", 2011),
        (r"ii x2 2\d{2}[eu]?", "II Regor", 2009), (r"ii x3 4\d{2}e?", "II Rana", 2009),
        (r"ii x4 6\d{2}e?", "II Propus", 2009), (r"(740|750k)", "Trinity", 2012), (r"760k", "Richland", 2013),
        (r"860k", "Kaveri", 2014), (r"5(150|350|370)", "Kabini", 2014), (r"x4 9[457]0", "Bristol Ridge", 2017),
        (r"(pro )?2\d0ge", "Raven Ridge", 2018), (r"(pro )?3(000g|00u|\d0ge)", "Raven Ridge and Picasso", 2019),
        (r"pro 3[01]45b", "Dali", 2021), (r"gold (pro )?3150g?e?", "Picasso", 2020),
        (r"(silver (pro )?3(050|125)|gold 3150)(u|c|e|ge)", "Dali", 2020),
        (r"(gold|silver) 7[12]20[uc]", "Mendocino", 2022), (r"xp (1[5-9]|2[01])00\+", "XP Palomino", 2001),
        (r"xp 2[2-8]00\+", "XP Thoroughbred", 2002), (r"xp 3[02]00\+", "XP Barton", 2003)]),
    ("mobile athlon 64 ", [(r"\d{4}\+", "K8 mobile", 2003)]),
    ("phenom ", [
        (r"x4 9[56]00b?", "Agena", 2007), (r"x4 9\d{3}[eb]?", "Agena", 2008), (r"x3 8\d{3}e?", "Toliman", 2008),
        (r"ii (x6 )?1\d{3}t", "II Thuban", 2010), (r"ii (x4 )?(650|840|960)t", "II Zosma", 2010),
        (r"ii (x4 )?8[45]0", "II Propus", 2010), (r"ii (x4 )?(42 twkr|8[0-3]\d|9\d\de?|b9\d)", "II Deneb", 2009),
        (r"ii x3 (7\d\de?|b7\d)", "II Heka", 2009), (r"ii (x2 )?(5\d\d|b5\d)", "II Callisto", 2009)]),
    ("fx", [
        (r"[- ](41|61|62|81)\d\d", "Zambezi", 2011), (r"-[468]3\d\de?", "Vishera", 2012),
        (r"-9[35][79]0", "Vishera", 2013), (r"-7[56]00p?", "Kaveri", 2014), (r"-8800p", "Carrizo", 2015),
        (r"[- ]98[03]0p", "Bristol Ridge", 2016)]),
    ("sempron ", [
        (r"x2 2[123]00", "K8 dual-core", 2008), (r"2650|3850", "Kabini", 2014), (r"1[345][05]", "Sargas", 2009),
        (r"le-1\d{3}", "K8, 65 nm", 2007), (r"(\d{4}\+ ee sff|3[568]00\+)", "K8, AM2", 2006),
        (r"\d{4}\+", "K7 and K8", 2004)]),
    ("turion ", [(r"64 m[lt]-\d\d", "K8 mobile", 2005), (r"x2 (ultra )?[rz]m-\d\d", "Griffin", 2008)]),
    ("tl-", [(r"(52|60|64)", "Turion 64 X2", 2006)]),
    ("ryzen ", [(r"\d (pro )?2[1-7]0", "Ryzen 200", 2025), (r"embedded v1\d{3}[bfi]", "V1000", 2018)]),
    ("", [
        (r"(opteron )?32\d\d( he)?", "3200 Zurich", 2012), (r"(opteron )?33\d\d( he| ee)?", "3300 Delhi", 2012),
        (r"(opteron )?42\d\d( he| ee)?", "4200 Valencia", 2011),
        (r"(opteron )?43\d\d( he| ee)?", "4300 Seoul", 2012),
        (r"(opteron )?61\d\d( he| se)?", "6100 Magny-Cours", 2010),
        (r"(opteron )?62\d\d( he| se)?", "6200 Interlagos", 2011),
        (r"opteron 63\d\d( he| se)?|63(66 he|86 se)", "6300 Abu Dhabi", 2012),
        (r"(opteron )?63(38|70)p", "6300 Warsaw", 2014)]),
    # AMD's A, C, E and Z series, with `pro` before or behind the A.
    ("", [
        (r"(c-[356]0|e-[2-4][45]0|e-240|e-300|z-01)", "Bobcat", 2011),
        (r"(e1-1200|e2-1800|c-70|z-60)", "Bobcat", 2012), (r"(e1-1500|e2-2000)", "Bobcat", 2013),
        (r"(a[468]-3\d{3}(m|mx|k)?|e2-3(000m|200))", "Llano", 2011), (r"a(4|6|8|10)-4[3-6]\d\dm", "Trinity", 2012),
        (r"a(4|6|8|10)-5(3|4|5|6|7|8)00[kb]?", "Trinity", 2012),
        (r"(a4-6210|a6-6310|a8-6410|e1-6010|e2-6110)", "Beema", 2014),
        (r"(a(4|6|8|10)-5[1-7][45]\dm|a4-4000)", "Richland", 2013),
        (r"a(4|6|8|10)-6[3-8]\d0[ktb]?", "Richland", 2013),
        (r"(a[46]-5(0|1|2)00m?|e1-2[15]00|e2-3000)", "Kabini", 2013), (r"a[46]-1[2-4]50|a4-1200", "Temash", 2013),
        (r"(e1-2200|e2-3800)", "Kabini", 2014), (r"(a(4|6|8|10)|e1) micro-6\d00t", "Mullins", 2014),
        (r"a4-7300", "Richland", 2014), (r"a(6|8|10)-7(000|100|200p|300|400p)", "Kaveri", 2014),
        (r"a(6|8|10)-7(400k|600|700k|850k)", "Kaveri", 2014), (r"a(8|10)-7(650|670|870)k", "Kaveri refresh", 2015),
        (r"(a6-7470k|a10-7860k|a10-7890k)", "Kaveri refresh", 2016),
        (r"(a4-7210|a6-7310|a8-7410|e1-7010|e2-7110)", "Carrizo-L", 2015),
        (r"a(6|8|10|12)-8[5678]00[pb]", "Carrizo", 2015),
        (r"(a4-83|a6-85|a8-86|a10-87|a10-88)50b", "Kaveri refresh", 2015),
        (r"a(6|10|12)-8[578]70e?", "Carrizo for AM4", 2016), (r"a8-7680", "Carrizo", 2018),
        (r"a(4|6|8|10) pro-7\d50b|a(6|8|10) pro-7[468]00b", "PRO 7000 Kaveri", 2014),
        (r"a(6|8|10|12)-9(5|6|7|8)[03]0[bpe]?|a6-9550", "Bristol Ridge", 2016),
        (r"(a6-9210|a9-94[01]0)", "Stoney Ridge", 2016),
        (r"(a4-9120|a6-9220|a9-9420|e2-9010)", "Stoney Ridge", 2017),
        (r"(a4-9125|a6-9225|a9-9425)", "Stoney Ridge refresh", 2018),
        (r"a[46]-9[12]20c", "Stoney Ridge for Chromebooks", 2019)]),
] for pattern, name, year in rows]


def bare(key):
    """The key of the part as such: `ryzen 5 4600g (oem only)` is a `ryzen 5 4600g`."""
    while key != (shorter := BOXED.sub("", key)):
        key = shorter
    return key


def series(key):
    """Generation and year, or None and None."""
    return next(((name, year) for prefix, pattern, name, year in SERIES
                 if key.startswith(prefix) and pattern.match(key, len(prefix))), (None, None))
