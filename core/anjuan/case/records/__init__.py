"""The declarative table of the workbook, a module a sheet: every record, column and heading."""
