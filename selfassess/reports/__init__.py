"""The files that people take away: slides, documents, workbook. Each is written from one `BoardReport`."""
