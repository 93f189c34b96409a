"""One at a time: the library that shows PDF files can't be used by two threads at once."""

from __future__ import annotations

from threading import Lock

PDFIUM = Lock()
