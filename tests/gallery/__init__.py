"""Every chart and table on one page, in both languages, for years that are hard to draw."""
