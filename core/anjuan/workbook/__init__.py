"""The case workbook: read and checked on the way in; blank, marked and mapped on the way out."""
