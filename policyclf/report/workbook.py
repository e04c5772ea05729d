"""The report as a workbook for Excel: the figures, the sentences behind them, and how they were made."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from policyclf.emphases import Emphasis
from policyclf.exchange.tables import fit, openpyxl, saved, text_cell
from policyclf.report.about import About
from policyclf.report.method import method
from policyclf.report.plain import evidence_rows

MOST = 100  # sentences of evidence a cell; a sheet ends at a million rows
_ROWS = 1_000_000
_SHEETS = {"zh": ("强调", "依据", "方法"), "en": ("emphasis", "evidence", "method")}
_COLUMNS: dict[str, tuple[str, str, int, str]] = {  # heading in Chinese and English, width in characters, number format
    "region": ("地区", "Region", 26, ""),
    "code": ("代码", "Code", 9, ""),
    "documents": ("文档", "Documents", 8, "0"),
    "articles": ("文章", "Articles", 8, "0"),
    "sentences": ("句数", "Sentences", 9, "0"),
    "measure_sentences": ("有措施的句数", "With any measure", 12, "0"),
    "measure": ("措施", "Measure", 12, ""),
    "count": ("该类句数", "Count", 9, "0"),
    "share": ("占比", "Share", 9, "0.0%"),
    "share_low": ("占比下限", "Share, low", 9, "0.0%"),
    "share_high": ("占比上限", "Share, high", 9, "0.0%"),
    "mix": ("构成", "Mix", 9, "0.0%"),
    "mix_low": ("构成下限", "Mix, low", 9, "0.0%"),
    "mix_high": ("构成上限", "Mix, high", 9, "0.0%"),
    "corrected": ("校正占比", "Corrected", 9, "0.0%"),
    "corrected_low": ("校正占比下限", "Corrected, low", 12, "0.0%"),
    "corrected_high": ("校正占比上限", "Corrected, high", 12, "0.0%"),
    "corrected_by": ("校正方法", "Corrected by", 13, ""),
    "lift": ("倍数", "Lift", 8, "0.00"),
    "lift_low": ("倍数下限", "Lift, low", 9, "0.00"),
    "lift_high": ("倍数上限", "Lift, high", 9, "0.00"),
    "corrected_lift": ("校正倍数", "Corrected lift", 9, "0.00"),
    "corrected_lift_low": ("校正倍数下限", "Corrected lift, low", 12, "0.00"),
    "corrected_lift_high": ("校正倍数上限", "Corrected lift, high", 12, "0.00"),
    "log_odds": ("对数优势比", "Log-odds", 10, "0.00"),
    "log_odds_low": ("对数优势比下限", "Log-odds, low", 12, "0.00"),
    "log_odds_high": ("对数优势比上限", "Log-odds, high", 12, "0.00"),
    "z": ("z 值", "z", 7, "0.0"),
    "finding": ("发现", "Finding", 9, ""),
    "sure": ("确定", "Sure", 7, ""),
    "too_few": ("太少的是", "Too few", 10, ""),
    "doc": ("文件", "File", 34, ""),
    "article": ("文章号", "Article", 8, "0"),
    "heading": ("文章标题", "Heading", 34, ""),
    "start": ("起", "Start", 8, "0"),
    "end": ("止", "End", 8, "0"),
    "score": ("得分", "Score", 8, "0.00"),
    "text": ("句子", "Sentence", 80, ""),
    "reasons": ("判定依据", "Reasons", 40, ""),
    "also_in": ("雷同见于", "Also in", 34, ""),
    "title": ("", "", 26, ""),
}
_EVIDENCE = ("region", "measure", "text", "doc", "article", "heading", "start", "end", "score", "reasons", "also_in")


def as_xlsx(emphasis: Emphasis, about: About, *, lang: str = "zh", most: int = MOST) -> bytes:
    """A workbook of three sheets; :class:`OptionError` where openpyxl is not installed.

    The sheet of evidence holds up to ``most`` sentences a cell. The same report gives the same bytes.
    """
    excel = openpyxl()
    book = excel.Workbook(write_only=True)
    kinds = {measure.id: measure.name(lang) for measure in emphasis.measures}
    figures = emphasis.to_rows()
    columns = tuple(figures[0]) if figures else ("region", "measure")
    evidence = (
        {**row, "heading": row["title"], "reasons": "; ".join(row["reasons"]), "also_in": "; ".join(row["also_in"])}
        for row in evidence_rows(emphasis.regions, most)
    )
    notes = [*method(emphasis, about, lang), *((each.where, f"{each.what}; {each.remedy}") for each in about.left_out)]
    notes += [(source.name, f"SHA-256 {source.sha256}" if source.sha256 else "") for source in emphasis.sources]
    for title, names, rows in zip(
        _SHEETS[lang],
        (columns, _EVIDENCE, ("title", "text")),
        (figures, evidence, ({"title": title, "text": text} for title, text in notes)),
        strict=True,
    ):
        _sheet(excel, book, title, names, rows, kinds, lang)
    return saved(book)


def _sheet(
    excel: Any,
    book: Any,
    title: str,
    names: Sequence[str],
    rows: Iterable[Mapping[str, Any]],
    kinds: Mapping[str, str],
    lang: str,
) -> None:
    sheet = book.create_sheet(title)
    headed = "title" not in names
    for at, name in enumerate(names, 1):
        sheet.column_dimensions[excel.utils.get_column_letter(at)].width = _COLUMNS[name][2]
    if headed:
        sheet.freeze_panes = "B2"
        heads = [_COLUMNS[name][0] if lang == "zh" else _COLUMNS[name][1] for name in names]
        sheet.append([_heading(excel, sheet, head) for head in heads])
    last = 1
    for last, row in enumerate(rows, 2):
        if last > _ROWS:
            break
        shown = {**row, "measure": kinds.get(row.get("measure", ""), "")}
        sheet.append([_cell(excel, sheet, name, shown[name], headed) for name in names])
    if headed:
        sheet.auto_filter.ref = f"A1:{excel.utils.get_column_letter(len(names))}{min(last, _ROWS)}"


def _heading(excel: Any, sheet: Any, text: str) -> Any:
    cell = text_cell(excel, sheet, text)
    cell.font = excel.styles.Font(bold=True)
    return cell


def _cell(excel: Any, sheet: Any, name: str, value: Any, headed: bool) -> Any:
    if isinstance(value, str):
        cell = text_cell(excel, sheet, fit(value))
        if cell is not None and not headed:
            cell.alignment = excel.styles.Alignment(wrap_text=True, vertical="top")
        return cell
    if value is None or isinstance(value, bool) or not _COLUMNS[name][3]:
        return value
    cell = excel.cell.WriteOnlyCell(sheet, value)
    cell.number_format = _COLUMNS[name][3]
    return cell
