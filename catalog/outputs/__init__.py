"""What records become: one module for each format, the table of them all, and the templates that lay them out."""
