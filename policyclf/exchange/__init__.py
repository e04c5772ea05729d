"""Labels in and out: the formats of annotation tools and of tables that people fill in.

names, settings    how types are called; how a file is read and written
source, tables     a file: its encoding and its records; CSV and XLSX
record, merging    the rules that all formats share
doccano, fasttext, labelstudio, argilla, prodigy, labelsleuth, plain, store    a family of formats each
registry           the table of formats, and which one a file is in
transfer           files to rows, rows to a file
agreement          two readers compared
"""

from policyclf.exchange.agreement import Agreement, agreement
from policyclf.exchange.names import Names
from policyclf.exchange.registry import FORMATS
from policyclf.exchange.settings import Guess, Reading, Writing
from policyclf.exchange.transfer import Imported, export_rows, import_files, open_rows

__all__ = [
    "FORMATS",
    "Agreement",
    "Guess",
    "Imported",
    "Names",
    "Reading",
    "Writing",
    "agreement",
    "export_rows",
    "import_files",
    "open_rows",
]
