"""The method note: in plain words how the figures came about, for the forms of the report that travel alone."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from policyclf.emphases import Emphasis
from policyclf.report.about import About

_NOTES: dict[str, dict[str, tuple[str, str]]] = {
    "zh": {
        "counted": (
            "数了什么",
            "共 {documents} 篇文档、{articles} 篇文章、{sentences} 句（正文、标题和图片说明；署名和版面文字不计），其中 {homeless} 句不涉及具体地区。"
            "一句话涉及几个地区，就在每个地区各计一次；说的是上级地区的，归上级地区，不分摊到下级。",
        ),
        "copies": (
            "雷同语句",
            "有 {groups} 句话在几篇文档里几乎一字不差（多为照抄上级文件或转载），每句在一个地区只计一次，另外 {copies} 处重复没有再计。",
        ),
        "figures": (
            "数字的含义",
            "占比：该地区的句子里，有多少陈述了这类措施；构成：该地区陈述了任何措施的句子里，有多少属于这类。"
            "倍数：本地区占比是其他所有地区合计占比的几倍。对数优势比（Monroe 等，2008）：同一比较，但文字少的地区先按总体水平垫上 {prior:.0f} 句，"
            "z 值越大，越不像偶然。",
        ),
        "intervals": (
            "区间",
            "同一篇文章里的句子彼此相似，所以区间按文章（不是按句子）重抽样 {resamples} 次得到（随机种子 {seed}），文章少时放宽：若换一批同类文章，95% 的这种区间会包含真值。"
            "▲ 或 ▼ 表示区间之外的差别，考虑到同时比较了很多格，其中预计至多 {false:.0%} 是误报；△ 或 ▽ 表示只看这一格时在区间之外，只能算线索。",
        ),
        "few": (
            "太少，不作比较",
            "不足 {sentences} 句，或文章折合不到 {articles:.0f} 篇等长文章的地区，以及不足 {cases} 句的格，只列数目，不给区间，也不与其他地区比较。"
            "一个地区只有一篇文章时，分不清是地区的特点还是这篇文章的特点。",
        ),
        "corrected": (
            "校正分类误差",
            "分类模型会漏掉、也会误标。原始占比按标注直接计数；校正占比按模型实测的查全率和特异度倒推真实占比（Rogan 和 Gladen，1978），"
            "误差率本身的不确定也算进了区间。前提是模型在各地区的误差率相同。{rates}",
        ),
        "powered": (
            "用本批文本的标注校正",
            "在这批文本里找到 {labelled} 句人工标注。标注满 {fewest} 句的地区用预测驱动推断（Angelopoulos 等，2023）：全部句子的标注占比，加上人工标注与模型标注之差。"
            "前提是人工标注的句子是随机抽取的。",
        ),
        "uncorrected": ("校正分类误差", "模型没有附带误差率，因此只有原始占比，没有校正占比。"),
        "made": (
            "来源",
            "policyclf {version}；模型 {model}（训练用 {trained:,} 句，卡片 SHA-256 {hash}）。{left}"
            "文档的 SHA-256 随报告一并列出，可用 policyclf report --check 核对文件是否仍是当时那些。",
        ),
        "caution": (
            "怎样读",
            "这些数字说的是这批文本写了什么，不是政府做了什么，更不说明成效；没有写的不等于没有做。单独一句的标注可能有错，下结论前请读一读依据的句子。",
        ),
    },
    "en": {
        "counted": (
            "What was counted",
            "{documents} documents, {articles} articles, {sentences} sentences (text, headings and captions; bylines and page furniture do not count), "
            "{homeless} of them about no region. A sentence about several regions counts once for each; what is said of a larger unit stays with that unit.",
        ),
        "copies": (
            "Boilerplate",
            "{groups} sentences stand nearly word for word in several documents, mostly copied from a superior document or reprinted. Each counts once in a region; "
            "{copies} repetitions were not counted again.",
        ),
        "figures": (
            "What the figures mean",
            "Share: of the region's sentences, how many state a measure of the type. Mix: of its sentences that state any measure, how many state this type. "
            "Lift: the share here over the share in all other regions together. Log-odds (Monroe, Colaresi and Quinn 2008): the same comparison, in which "
            "every region starts with {prior:.0f} sentences of the average mix, so that little text moves little; the larger z, the less it looks like chance.",
        ),
        "intervals": (
            "Intervals",
            "Sentences of one article resemble each other, so intervals come from weighting articles, not sentences, anew {resamples} times (seed {seed}), and are widened "
            "where there are few: with other articles of the same kind, 95% of such intervals would hold the true value. ▲ or ▼ is a difference beyond the interval that stands "
            "after allowing for the number of cells compared (at most {false:.0%} of these are expected to be false); △ or ▽ is beyond the interval of its own cell only, a hint.",
        ),
        "few": (
            "Too little to compare",
            "Regions with fewer than {sentences} sentences, or with articles worth fewer than {articles:.0f} equally long ones, and cells with fewer than {cases} sentences are counted "
            "but have no interval and are not compared. One article cannot tell a habit of the region from one of the article.",
        ),
        "corrected": (
            "Corrected for the classifier's error",
            "The classifier misses sentences and tags wrong ones. The plain share counts tags as they are; the corrected share works back from them what the true share is, "
            "given the sensitivity and specificity measured for the model (Rogan and Gladen 1978), whose own uncertainty is in the interval. It assumes the same rates in every region. {rates}",
        ),
        "powered": (
            "Corrected by labels of these documents",
            "{labelled} labelled sentences were found in these documents. Regions with at least {fewest} are corrected by prediction-powered inference (Angelopoulos et al. 2023): the share tagged of all "
            "sentences, plus the difference between labels and tags where both are known. It assumes that the labelled sentences were drawn at random.",
        ),
        "uncorrected": (
            "Corrected for the classifier's error",
            "The model comes without error rates: there is only the plain share, no corrected one.",
        ),
        "made": (
            "Provenance",
            "policyclf {version}; model {model} (trained on {trained:,} sentences, SHA-256 of its card {hash}). {left}"
            "The SHA-256 of every document is in the report; policyclf report --check tells whether the files are still those.",
        ),
        "caution": (
            "How to read this",
            "The figures say what these texts state, not what a government does, nor whether it works; what is not written may well be done. "
            "Single tags may be wrong: read the sentences behind a figure before you rely on it.",
        ),
    },
}
_PARTS = {
    "zh": {
        "rate": "{name}：查全率 {se:.0%}（{positives} 句），特异度 {sp:.1%}（{negatives} 句）",
        "card": "误差率来自模型卡上的测试。",
        "labels": "误差率来自这批文本中的人工标注（没有足够标注的类别用模型卡上的）。",
        "left": "有 {count} 个输入未能使用。",
        "join": "；",
        "stop": "。",
    },
    "en": {
        "rate": "{name}: sensitivity {se:.0%} (of {positives}), specificity {sp:.1%} (of {negatives})",
        "card": "The rates are those of the model's card.",
        "labels": "The rates are those of the labelled sentences in these documents (of the model's card where too few are labelled).",
        "left": "{count} inputs could not be used. ",
        "join": "; ",
        "stop": ". ",
    },
}


def method(emphasis: Emphasis, about: About, lang: str = "zh") -> tuple[tuple[str, str], ...]:
    """Titles and paragraphs of plain text, in Chinese or English."""
    return tuple(
        (_NOTES[lang][key][0], _NOTES[lang][key][1].format(**values)) for key, values in _said(emphasis, about, lang)
    )


def _said(emphasis: Emphasis, about: About, lang: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The keys of the notes that apply, with what they say."""
    settings, copies = emphasis.settings, emphasis.copies
    counts = ("documents", "articles", "sentences", "homeless")
    yield "counted", {name: getattr(emphasis, name) for name in counts}
    if copies.groups:
        yield "copies", {"groups": copies.groups, "copies": copies.sentences}
    yield "figures", {"prior": settings.prior}
    yield "intervals", {
        "resamples": settings.resamples, "seed": emphasis.seed, "false": settings.false_findings
    }  # fmt: skip
    yield (
        "few",
        {
            "sentences": settings.fewest_sentences,
            "articles": settings.fewest_articles,
            "cases": settings.fewest_cases,
        },
    )
    if emphasis.rates:
        yield "corrected", {"rates": _rates(emphasis, lang)}
    else:
        yield "uncorrected", {}
    if emphasis.labelled:
        yield "powered", {"labelled": emphasis.labelled, "fewest": settings.fewest_labels}
    yield (
        "made",
        {
            "version": about.version,
            "model": about.model,
            "trained": about.trained_on,
            "hash": about.model_sha256,
            "left": _PARTS[lang]["left"].format(count=len(about.left_out)) if about.left_out else "",
        },
    )
    yield "caution", {}


def _rates(emphasis: Emphasis, lang: str) -> str:
    say = _PARTS[lang]
    source = "labels" if any(rates.source == "labels" for rates in emphasis.rates.values()) else "card"
    each = [
        say["rate"].format(
            name=measure.name(lang),
            se=rates.sensitivity,
            positives=rates.positives,
            sp=rates.specificity,
            negatives=rates.negatives,
        )
        for measure in emphasis.measures
        if (rates := emphasis.rates.get(measure.id)) is not None
    ]
    return f"{say[source]}{' ' if lang == 'en' else ''}{say['join'].join(each)}{say['stop']}".strip()
