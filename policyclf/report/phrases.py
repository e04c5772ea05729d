"""What the text and Markdown reports say, in Chinese and English."""

from __future__ import annotations

from collections.abc import Mapping

from policyclf.emphases import Cell, Difference

MARKS = {"more": "▲", "more maybe": "△", "less": "▼", "less maybe": "▽"}


def mark(cell: Cell | Difference) -> str:
    """The sign of a finding: filled where it stands after allowing for the number of cells, hollow where it is a hint.

    >>> mark(Difference("land", 0, 1, finding="less"))
    '▽'
    """
    return MARKS[cell.finding if cell.sure else f"{cell.finding} maybe"] if cell.finding else ""


def phrases(lang: str) -> Mapping[str, str]:
    """Templates by name; ``lang`` is zh or en."""
    return _PHRASES[lang]


_PHRASES = {
    "zh": {
        "title": "各地区强调什么：{e.documents} 篇文档，{e.articles} 篇文章，{e.sentences} 句，其中 {e.homeless} 句不涉及具体地区",
        "copies": "{c.groups} 句话在几篇文档里几乎相同，每句在一个地区只计一次（{c.sentences} 处重复没有再计）",
        "region": "地区",
        "articles": "文章",
        "sentences": "句数",
        "few": "句数太少，不作比较",
        "few sentences": "（{row.sentences} 句，太少，不作比较）",
        "few articles": "（{row.articles} 篇文章，折合 {row.effective:.1f} 篇等长文章，太少，不作比较；以下只说这些文本写了什么）",
        "few article": "（1 篇文章，不作比较；以下只说它写了什么）",
        "few others": "（其他地区文本太少，无从比较；以下只说这些文本写了什么）",
        "few cases": "句数太少",
        "legend": "格中为陈述该类措施的句数，和它占本地区句数的比例。",
        "marks": "{more} {less} 占比高于、低于其他地区合计，考虑到比较了很多格仍然成立；{more maybe} {less maybe} 只在这一格的 95% 区间之外，算线索。",
        "compared": "{regions} 个地区中 {compared} 个可作比较：至少 {s.fewest_sentences} 句，文章折合至少 {s.fewest_articles:.0f} 篇等长文章；不足 {s.fewest_cases} 句的格不作比较。",
        "corrected legend": "占比按模型的标注直接计数；校正占比按模型实测的漏标和误标推回真实占比，并把这两者的不确定算进区间。",
        "share": "{kind}：{count} 句，占 {share:.0%}{interval}",
        "corrected": "，校正后 {share:.0%}{interval}",
        "lift": "，是其他地区的 {lift:.1f} 倍{interval}，z = {z:.1f}",
        "interval": "（{low}–{high}{unit}）",
        "points": "（{low:+.1f} 至 {high:+.1f}）",
        "none": "没有一句话说到具体地区。",
        "separator": "、",
        "findings": "发现",
        "method": "方法",
        "not compared": "未作比较的地区（文本太少）：",
        "left out": "未能使用的输入",
        "evidence": "依据",
        "capped": "每格至多列出 {most} 句。",
        "between": "{one} 与 {other}：写了什么，差在哪里",
        "over time": "{one}：各年写了什么，变在哪里",
        "side": "{name}：{row.documents} 篇文档，{row.articles} 篇文章，{row.sentences} 句",
        "undated": "{count} 篇文档看不出年份，没有算入（可用 --years 给出）：{names}",
        "against": "{one} 对 {other}",
        "gap": "{kind}：{one:.0%} 对 {other:.0%}，相差 {gap:+.1f} 个百分点{interval}",
        "ratio": "，前者是后者的 {ratio:.1f} 倍{interval}",
        "ratio corrected": "，校正后 {ratio:.1f} 倍{interval}",
        "difference marks": "{more} {less} 前者占比高于、低于后者，考虑到比较了几类仍然成立；{more maybe} {less maybe} 只在这一项的 95% 区间之外，算线索。",
        "no difference": "没有超出 95% 区间的差别。",
        "too few": "差距没有检验，可能只是偶然（{why}）：{list}",
        "why articles": "文章太少",
        "why sentences": "句数太少",
        "why cases": "这类句子太少",
        "why others": "另一边文本太少",
    },
    "en": {
        "title": "What each region emphasizes: {e.documents} documents, {e.articles} articles, {e.sentences} sentences, {e.homeless} of them about no region",
        "copies": "{c.groups} sentences stand nearly the same in several documents; each counts once in a region ({c.sentences} repetitions not counted again)",
        "region": "Region",
        "articles": "Articles",
        "sentences": "Sentences",
        "few": "too few to say",
        "few sentences": " ({row.sentences} sentences, too few to compare)",
        "few articles": " (articles: {row.articles}, worth {row.effective:.1f} equally long ones; too few to compare; this is what these texts say)",
        "few article": " (1 article, not compared; this is what it says)",
        "few others": " (too little text of other regions to compare with; this is what these texts say)",
        "few cases": "too few sentences",
        "legend": "A cell holds the sentences that state a measure of the type and their share of the region's sentences.",
        "marks": "{more} {less} a larger or smaller share than all other regions together, allowing for the number of cells compared; {more maybe} {less maybe} beyond its own 95% interval only: a hint.",
        "compared": "{compared} of {regions} regions can be compared: at least {s.fewest_sentences} sentences, and articles worth at least {s.fewest_articles:.0f} equally long ones; cells with fewer than {s.fewest_cases} sentences are not compared.",
        "corrected legend": "The share counts the model's tags as they are; the corrected share works back from them what the true share is, by the rates at which the model was seen to miss and to tag wrongly, whose uncertainty is in the interval.",
        "share": "{kind}: {count} sentences, {share:.0%}{interval}",
        "corrected": ", corrected {share:.0%}{interval}",
        "lift": ", {lift:.1f} times the share elsewhere{interval}, z = {z:.1f}",
        "interval": " ({low}–{high}{unit})",
        "points": " ({low:+.1f} to {high:+.1f})",
        "none": "No sentence speaks of a region.",
        "separator": ", ",
        "findings": "Findings",
        "method": "Method",
        "not compared": "Regions not compared (too little text): ",
        "left out": "Inputs that could not be used",
        "evidence": "Evidence",
        "capped": "At most {most} sentences a cell are listed.",
        "between": "{one} and {other}: what they say, and where they differ",
        "over time": "{one}: what it says in each year, and what changes",
        "side": "{name}: documents {row.documents}, articles {row.articles}, sentences {row.sentences}",
        "undated": "{count} documents show no year and are left out (give it with --years): {names}",
        "against": "{one} against {other}",
        "gap": "{kind}: {one:.0%} against {other:.0%}, a gap of {gap:+.1f} points{interval}",
        "ratio": ", {ratio:.1f} times{interval}",
        "ratio corrected": ", corrected {ratio:.1f} times{interval}",
        "difference marks": "{more} {less} the former's share is larger or smaller, allowing for the number of types compared; {more maybe} {less maybe} beyond its own 95% interval only: a hint.",
        "no difference": "No difference beyond the 95% interval.",
        "too few": "Gaps not tested, they may be chance ({why}): {list}",
        "why articles": "too few articles",
        "why sentences": "too few sentences",
        "why cases": "too few such sentences",
        "why others": "too little text on the other side",
    },
}
