"""Steps that turn finished documents into files to print: PDF, bundle, evidence book, chart.

The step modules (`pdf`, `bundle`, `evidence_book`, `chart`) are plug-ins; the others serve them.
Libraries that only they need are imported where they are used, so that a run without steps
neither needs nor loads them.
"""
