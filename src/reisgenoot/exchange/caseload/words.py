"""The words of a caseload and the codes they stand for: nationalities, languages, roles, routes, decisions.

Countries are ISO 3166-1 alpha-2, languages ISO 639 (two letters where there are two). Keys are written as
`columns.plain` leaves them: lower case, no accents, no punctuation.
"""

_COUNTRIES = """
SY syrische|syrisch|syrier|syrie|syria|syrian|syr
ER eritrese|eritrees|eritreeer|eritrea|eritrean|eri
AF afghaanse|afghaans|afghaan|afghanistan|afghan|afg
YE jemenitische|jemenitisch|jemeniet|jemen|yemen|yemeni|yem
TR turkse|turks|turk|turkije|turkey|turkiye|turkish|tur
SO somalische|somalisch|somalier|somalie|somalia|somali|som
IR iraanse|iraans|iranier|iran|iranian|irn
IQ iraakse|iraaks|irakees|irakese|irakezen|irak|iraq|iraqi|irq
ET ethiopische|ethiopisch|ethiopier|ethiopie|ethiopia|ethiopian|eth
SD soedanese|soedanees|soedan|sudan|sudanese|sdn
SS zuid soedanese|zuid soedan|south sudan|south sudanese|ssd
UA oekraiense|oekraiens|oekrainse|oekraine|ukraine|ukrainian|ukr
RU russische|russisch|rus|rusland|russia|russian
NG nigeriaanse|nigeriaans|nigeria|nigerian|nga
PS palestijnse|palestijns|palestijn|palestina|palestine|palestinian|pse
LB libanese|libanees|libanon|lebanon|lebanese|lbn
JO jordaanse|jordaans|jordanie|jordan|jordanian|jor
EG egyptische|egyptisch|egypte|egypt|egyptian|egy
LY libische|libisch|libie|libya|libyan|lby
MA marokkaanse|marokkaans|marokko|morocco|moroccan|mar
DZ algerijnse|algerijns|algerije|algeria|algerian|dza
TN tunesische|tunesisch|tunesie|tunisia|tunisian|tun
PK pakistaanse|pakistaans|pakistan|pakistani|pak
BD bengalese|bengaalse|bengaals|bangladesh|bangladeshi|bgd
IN indiase|indiaas|india|indian|ind
LK sri lankaanse|sri lankaans|sri lanka|sri lankan|lka
CN chinese|chinees|china|chn
MM birmese|myanmarese|myanmar|birma|burma|burmese|mmr
AM armeense|armeens|armenie|armenia|armenian|arm
AZ azerbeidzjaanse|azerbeidzjaans|azerbeidzjan|azerbaijan|azerbaijani|aze
GE georgische|georgisch|georgie|georgia|georgian|geo
AL albanese|albanees|albanie|albania|albanian|alb
XK kosovaarse|kosovaars|kosovo|kosovan|kosovar
MD moldavische|moldavisch|moldavie|moldova|moldovan|mda
BY wit russische|belarussische|belarus|wit rusland|belarusian|blr
GN guineese|guinee|guinea|guinean|gin
SL sierra leoonse|sierra leone|sierra leonean|sle
GM gambiaanse|gambia|gambian|gmb
GH ghanese|ghanees|ghana|ghanaian|gha
CM kameroense|kameroen|cameroon|cameroonian|cmr
CD congolese|congolees|congo|dr congo|cod
UG oegandese|oegandees|oeganda|uganda|ugandan|uga
RW rwandese|rwanda|rwandan|rwa
BI burundese|burundi|burundian|bdi
AO angolese|angola|angolan|ago
KE keniaanse|kenia|kenya|kenyan|ken
DJ djiboutiaanse|djibouti|djiboutian|dji
CO colombiaanse|colombia|colombian|col
VE venezolaanse|venezuela|venezuelan|ven
SR surinaamse|suriname|surinamese|sur
KW koeweitse|koeweit|kuwait|kuwaiti|kwt
SA saoedische|saoedi arabie|saudi arabia|saudi|sau
UZ oezbeekse|oezbekistan|uzbekistan|uzbek|uzb
TJ tadzjiekse|tadzjikistan|tajikistan|tajik|tjk
KZ kazachse|kazachstan|kazakhstan|kazakh|kaz
MN mongoolse|mongolie|mongolia|mongolian|mng
VN vietnamese|vietnamees|vietnam|vnm
NL nederlandse|nederlands|nederland|netherlands|dutch|nld
"""
_LANGUAGES = """
ar arabisch|arabic|arabische|syrisch arabisch
ti tigrinya|tigrigna|tigrinja|tigrina
prs dari|perzisch dari
fa farsi|perzisch|persian|iraans
ps pasjtoe|pashto|pasjto|pashtu|pashtoe
kmr kurmanji|koerdisch|kurdish|koerdisch kurmanji|kurmandji|koerdisch noord
ckb sorani|koerdisch sorani|centraal koerdisch
tr turks|turkish
so somalisch|somali
am amhaars|amharic|amhaarisch
uk oekraiens|ukrainian
ru russisch|russian
en engels|english
fr frans|french
nl nederlands|dutch
om oromo
ur urdu|oerdoe
bn bengaals|bengali
hy armeens|armenian
ka georgisch|georgian
az azerbeidzjaans|azeri|azerbaijani
sq albanees|albanian
zh chinees|mandarijn|chinese|mandarin
es spaans|spanish
pt portugees|portuguese
sw swahili
tig tigre
byn blin|bilen
rw kinyarwanda
ln lingala
ff fula|fulani|peul
ha hausa
yo yoruba
uz oezbeeks|uzbek
my birmees|burmese
ta tamil
de duits|german
"""
_ROLES = """
head hoofdpersoon|hoofd|gezinshoofd|hoofdaanvrager|aanvrager|referent|alleenstaand|alleenstaande|head
head head of household|main person|applicant|main applicant|principal|single|hp
partner partner|echtgenoot|echtgenote|man|vrouw|spouse|husband|wife|huwelijkspartner
child kind|zoon|dochter|stiefkind|stiefzoon|stiefdochter|pleegkind|pleegzoon|pleegdochter|baby|child
child son|daughter|stepchild|stepson|stepdaughter|foster child|minderjarig kind|meerderjarig kind
other overig|overige|anders|ander|moeder|vader|ouder|broer|zus|zuster|opa|oma|grootmoeder|grootvader
other oom|tante|neef|nicht|schoonmoeder|schoonvader|kleinkind|familielid|inwonend|other|mother|father
other parent|brother|sister|sibling|grandmother|grandfather|uncle|aunt|cousin|nephew|niece|grandchild
other relative
"""
_SEXES = """
m m|man|mannelijk|jongen|male|boy|heer|dhr
v v|vrouw|vrouwelijk|meisje|f|female|woman|girl|mevrouw|mevr|mw
x x|onbepaald|non binair|non binary|anders|other|divers
"""
_DECISIONS = """
granted ingewilligd|inwilliging|verleend|toegekend|positief|ja|granted|positive|approved|accepted|inw
refused afgewezen|afwijzing|negatief|geweigerd|refused|rejected|denied|negative|refusal
refused niet ontvankelijk|kennelijk ongegrond|ongegrond|afgew
withdrawn ingetrokken|intrekking|withdrawn|teruggetrokken|buiten behandeling|buiten behandeling gesteld
pending in behandeling|lopend|lopende|loopt|in procedure|open|aangehouden|pending|in progress|ongoing
pending waiting|wacht
"""
_ROUTES = """
b1 b1|b1 route|b1route|route b1|b 1
education onderwijsroute|onderwijs|onderwijs route|or|education|education route|educational route
education schakeljaar|schakeltraject
z z|z route|zroute|zelfredzaamheidsroute|zelfredzaamheid|zelfredzaamheids route|self reliance
z self reliance route|self sufficiency route
"""


def _table(text: str) -> dict[str, str]:
    words: dict[str, str] = {}
    for line in text.strip().splitlines():
        code, names = line.split(" ", 1)
        for name in names.split("|"):
            words[name] = code
        words.setdefault(code.lower(), code)
    return words


COUNTRIES = _table(_COUNTRIES)
LANGUAGES = _table(_LANGUAGES)
ROLES = _table(_ROLES)
SEXES = _table(_SEXES)
DECISIONS = _table(_DECISIONS)
ROUTES = _table(_ROUTES)
MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan january",
            "februari feb february",
            "maart mrt mar march maa",
            "april apr",
            "mei may",
            "juni jun june",
            "juli jul july",
            "augustus aug august",
            "september sep sept",
            "oktober okt oct october",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
# What people type where there is nothing to say.
BLANKS = frozenset(
    {
        "",
        "-",
        "--",
        "---",
        "–",
        "—",
        "?",
        "??",
        "???",
        ".",
        "..",
        "...",
        "/",
        "x x",
        "n.v.t.",
        "n.v.t",
        "nvt",
        "nvt.",
        "n/a",
        "na",
        "n.a.",
        "n.b.",
        "nb",
        "nnb",
        "n.n.b.",
        "onbekend",
        "onb",
        "onb.",
        "unknown",
        "geen",
        "none",
        "null",
        "leeg",
        "niet bekend",
        "nog niet bekend",
        "nog niet",
        "nog onbekend",
        "not applicable",
        "not known",
        "not yet",
        "tbd",
        "#n/a",
        "#n/b",
        "#ref!",
    }
)
