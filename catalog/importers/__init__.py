"""What others say of a paper, read into drafts, and drafts made into records; nothing here asks anybody or writes."""
