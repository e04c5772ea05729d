"""The word lists of ``words.toml`` in the form in which ``roles`` asks for them.

What stands before a name is compared by its end (``str.endswith`` with a tuple is five times as fast as a pattern with
``$``), what stands behind it is matched.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from policyclf.regions.tables import read_pairs, words

CLAUSE = re.compile(r"[，。；：！？!?;:\n]|——")
QUOTED = re.compile(r"“[^”“]{1,18}”|‘[^’‘]{1,18}’")
TITLE = re.compile(r"《[^》]*》")
# What may stand between two names of a list: 东莞、深圳; 会理石榴、盐源苹果; 山东省“…”、广东省; 北京市和上海市; 沈阳等市、大连.
LIST = re.compile(
    r"(?:[“《][^”》]{1,40}[”》])?(?:等地?)?(?:[两二三四五六七八九十]个?[市省县区州旗]|[市省县区]|的?[一-龥]{2,4}(?=、)|[一-龥]{1,6}(?:园|区|基地|城|中心)(?=、))?(?:、|和|与|及|以及|跟|或|，和)"
)
ROUTE = re.compile(r"[—\-－~～]{1,2}|至|到")
OF = frozenset(("的", "下辖的", "所辖的", "下属的", "·", "市的", "省的"))
WITH = ("与", "和", "同", "跟")
DATED = re.compile(r"[市省县区]?(?:\d{1,2}月)?\d{1,2}日|[电讯](?:[（(\s]|$)")
BULLETS = "·•●◆■□▲★※➢➤○◇◎√▪☆▶►▷✓✔*①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"
# What may stand between the start of a clause and its subject.
OPENING = re.compile(
    r"(?:[（(](?:略|上接[^（）()]{1,8}|接[^（）()]{1,6})[)）])?(?:【[^】]{1,8}】)?(?:本[报台刊][^，。；（(\s]{0,10}[讯电]\s*)?(?:[（(][^（）()]{0,8}(?:记者|通讯员)[^（）()]{0,20}[）)])?[\s“”\"‘（(【《\[#—\-"
    + BULLETS
    + r"]*"
    r"(?:第[一二三四五六七八九十百\d]+[条章节款]\s*|(?:案例|专栏|附件|例|链接)[一二三四五六七八九十\d]+[：:\s]*|[（(]?[一二三四五六七八九十\d]+[)）、.．是]\s*|关于|首先|其次|再次|此外|另外|同时|目前|近日|日前|近年来|今年以来|今年|去年|当前|"
    r"截至目前|随后|然后|而|但|且|并|由|经|作为|位于|来自|图为|[\d年月日至~—\-一前后上下]++(?:以来|起|间|期间)?|原|原来的|当时的|走进|据|记者在|记者从|"
    r"距(?:此|这里|离)[^，。；]{0,14}的|[\d一二三四五六七八九十百千两多余]*公?里(?:之?外)的|(?:不远处|隔壁|旁边)的|(?:与[^，。；]{1,10})?(?:相邻|毗邻|邻近|接壤|相望|之隔|相距[^，。；]{0,10})的|"
    r"早在|这是|就是|即|当时|如今|现在|这里是|在)*[“”\"‘《\s]*"
)
# 走进山东青岛港, 而在三千公里外的云南磨憨口岸: the scene is set there, whatever lies there.
SCENE = re.compile(r"(?:而|但|此时|眼下|如今)?(?:在|走进|来到|位于)[^，。；、]{0,12}")
THERE = re.compile("口岸|港|机场|码头|车站|水库|工厂|中心")
# 在上海、深圳等城市设立联络处: who does it is not said, or said before.
LOCATED = re.compile(
    r"(?:等(?:地|\d*个?(?:城市|省份|市县|国家|省市|市|省)))?(?:先行|率先|同步|分别|陆续|复制|新)?"
    r"(?:各?设了|各?设立|开设|举办|召开|建设|建立|布局|注册|投资|推介|开展|组建|试点|建成|设有|设点|建起|推广|落地|设置)"
)
# 为推动唐山民营经济发展，市工商联…: whose good a text is written for.
PURPOSE = re.compile(
    r"为(?:了|进一步|更好地?|深入|全面|积极|切实|大力|有效|持续|加快)*(?:推动|推进|促进|加快|提升|支持|优化|规范|落实|发挥|加强|提高|保障|助力|做好|贯彻落实)"
)
# 为落实云南省打造…的部署: whose orders are carried out.
ORDERED = re.compile(r"为(?:了|进一步|全面|深入|认真|切实)*(?:贯彻|落实)+(?:好|执行)?")
ORDERS = re.compile(r"[^，。；]{0,30}(?:部署|要求|精神|决策|意见|规划|战略|政策|方案|通知|文件|目标|决定)")
# 将兴化列为试点: who is given a part.
CHOSEN = re.compile("[市县区]?(?:列为|列入|纳入|确定为|确立为|评为|选为|定为|作为|命名为|认定为)")
# Who bears a place in brackets: 中国银行（香港）.
BEARER = re.compile("(?:大学|学院|银行|公司|集团|中国|协会|基金|证券|保险|研究院)[（(]$")
# Behind 从 and a name: who came, or was taken, from there.
LEFT = re.compile(
    "[^，。；]{0,12}(?:引进|引来|引入|招引|迁来|搬来|搬迁|迁入|搬入|搬到|迁到|划出|析出|分出|划入|划归|改由|改为|迁出|转移|而来)"
)
# Behind 在 and a name: under whose leadership something is done.
LED = re.compile("(?:[市县区省州]?委)?[^，。；]{0,24}(?:领导|关心|关怀|指导|支持|帮助|部署)下")
# Behind a name: what it does for another place.
GIVES = re.compile("[省市区县]?(?:投入|出资|援建|援助|捐建|帮助|引入|派出|支援|帮扶|协助)")
# Behind a name: the branch of a bank acts there.
BRANCH = re.compile("[市县区]?(?:分行|支行)")
# Behind 来自安徽 in a title: 的观察.
VIEW = re.compile("[省市县区]?的(?:观察|调查|报告|实践|启示|样本|探索|经验|案例|故事|思考|答卷|声音)$")
# Behind a name: who has come from there. 西昌市的两家电商企业也来承租.
CAME = re.compile(
    "[省市县区]?的(?:[一二两三四五六七八九十几多数\\d]+[家个位名])?[^，。；]{1,10}(?:也来|来此|来到|前来|迁入|入驻|落户|承租)"
)
_BRACKET = re.compile("[（(](?:原|含|以下|简称)[^（）()]{1,16}[）)]")
_ORDINAL = r"(?:\d+|[一二两三四五六七八九十]+)"
_OFFICE = r"[^，。；：、的与和“《在]{0,10}?(?:厅|局(?![面部势限])|委员会|发展改革委|发改委|工信委|住建委|科委|经信委|金融办|办公室|指挥部|工作队)(?!长|主任)|委(?![员托派])|财政(?=[对按每给从将安拨为向设出投拿列新补奖统])"
NUMBERED = re.compile(rf"等{_ORDINAL}个?(?:城市|地区|[市县区省地州旗盟])")
COMPARED = re.compile("[^，。；]{0,24}(?:相比|相较|比)[，之]")
GOES = re.compile("(?:到|去|在)[^，。；到去在]{0,20}$")
HELD = re.compile("[省市县区]?(?:举办|召开|举行|亮相)")
VISIT = re.compile("[^，。；来]{0,24}(?:考察|学习考察|取经|招商推介|推介活动|参观|开展招商)")


@dataclass(frozen=True)
class Cues:
    """Ends of what stands before a name, and patterns of what stands behind it (``beside``, ``compared``, ``destined``: before it).

    Ends of which there are a hundred and more lie by their last character: ``text.endswith(ends.get(text[-1:], ()))``.
    """

    comparison: Mapping[str, tuple[str, ...]]
    ratio: tuple[str, ...]
    aside: Mapping[str, tuple[str, ...]]
    partner: tuple[str, ...]
    recipient: tuple[str, ...]
    oblique: tuple[str, ...]
    makes: tuple[str, ...]
    introduces: tuple[str, ...]
    field_before: Mapping[str, tuple[str, ...]]
    field_after: re.Pattern[str]
    acts: re.Pattern[str]
    part: re.Pattern[str]
    people: re.Pattern[str]
    examples: re.Pattern[str]
    covers: tuple[str, ...]
    rules: tuple[str, ...]
    borders: re.Pattern[str]
    joint: re.Pattern[str]
    jointly: tuple[str, ...]
    compared: re.Pattern[str]
    destined: re.Pattern[str]
    beside: re.Pattern[str]
    media: tuple[str, ...]


@functools.cache
def verbs() -> frozenset[str]:
    """Two-character verbs: 坚守, 盘活; with ``Cues.acts`` they tell that the name before them acts."""
    return frozenset(a + c for a, b in read_pairs("verbs.tsv", "first", "second").items() for c in b)


@functools.cache
def cues() -> Cues:
    """The cues, read and compiled on the first call."""
    lists = words()["roles"]
    behind = {name: any_of(values) for name, values in lists.items()}
    comparison = tuple(w + end for w in lists["comparison"] for end in ("", "了", "着", "过", "“"))
    return Cues(
        media=words()["source"]["media"],
        comparison=_by_last(comparison),
        ratio=lists["ratio"],
        aside=_by_last((*comparison, *lists["destination"], "从", "与", "自", "到", "和", "同")),
        partner=lists["partner"],
        recipient=lists["recipient"],
        oblique=lists["oblique"],
        makes=lists["makes"],
        introduces=lists["introduces"],
        field_before=_by_last(w + end for w in lists["rank_before"] for end in ("", "在", "于", "了", "全")),
        # 第三 is a rank; 第十届, 第三批 count sessions and rounds.
        field_after=re.compile(f"[省市县区]?(?:的)?(?:{behind['rank_after']}|第(?!{_ORDINAL}[届批次期轮师]))"),
        # 都 and 有 act, 都市圈 and 有关部门 do not; 龙游、常山、开化三县 act as a list with its number.
        acts=re.compile(
            f"(?!有关|有限|有机|一带|一体|一[个家条批座名位些半]|新城|新区|在建|都市圈)(?:等地?)?(?:[两三四五六七八九十]+个?(?:城市|地区|[市县区省地州旗盟])|(?:{behind['organ']}|{behind['acts']})|{_OFFICE})"
        ),
        part=re.compile(f"(?!{behind['organ']})(?:{behind['part']})"),
        people=re.compile(f"(?:(?:特别行政区|地区|[省市县区])的?)?(?:{behind['people']})(?!人均|收入|可支配|发展)"),
        examples=re.compile(
            f"(?:[^、，。；]{{0,16}}(?:区|园|城|基地|中心))?(?:、[^、，。；]{{1,20}})*等地?(?:{behind['examples']})"
        ),
        covers=lists["covers"],
        rules=tuple(w + end for w in lists["rules"] for end in ("", "国家和", "国家、", "国家及", "国家以及")),
        jointly=lists["jointly"],
        destined=re.compile(behind["destination"]),
        # 对标波士顿、苏州等地: the first name of the list may be none that is known.
        compared=re.compile(f"(?:{behind['comparison']})[一-龥]{{2,8}}(?:、[一-龥]{{2,8}})*(?:、|和|与)$"),
        beside=re.compile(f"(?:与|和|同|跟)(?:{behind['neighbour']})的$"),
        joint=re.compile(
            f"[市县区]?(?:等?(?:[两二三四五六七八九十]|\\d+)个?[市县区地旗州省]?)?(?:[^，。；、]{{0,8}}(?:政府|局|厅|委|园区|高新区|开发区|经开区|示范区|新区|合作区|保税区))?(?:正在|正|已|将|日前|近日)?(?:{behind['joint']})"
        ),
        borders=re.compile(f"(?:等地?)?(?:{behind['comparison_after']})"),
    )


def _by_last(ends: Iterable[str]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for end in ends:
        found.setdefault(end[-1], []).append(end)
    return {last: tuple(own) for last, own in found.items()}


def acts(text: str, end: int) -> bool:
    """Whether what follows a name, past a bracket (蓟州区（原蓟县）推行…), says that it does something."""
    end = past_bracket(text, end)
    return text[end : end + 2] in verbs() or bool(cues().acts.match(text, end))


def past_bracket(text: str, end: int) -> int:
    """Where the text goes on behind a name and the bracket that says what it was called: 南康区（原南康市）."""
    bracket = _BRACKET.match(text, end) if text[end : end + 1] in ("（", "(") else None
    return bracket.end() if bracket else end


def any_of(parts: Iterable[str]) -> str:
    """A pattern for any of the words, longest first; those that begin alike stand together, so that few are tried at a place."""
    groups: dict[str, list[str]] = {}
    for part in sorted(parts, key=len, reverse=True):
        groups.setdefault(part[:1], []).append(re.escape(part[1:]))
    return "|".join(
        re.escape(first) + (f"(?:{'|'.join(rest)})" if len(rest) > 1 else rest[0]) for first, rest in groups.items()
    )
