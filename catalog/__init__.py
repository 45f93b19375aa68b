"""Curated lists of scientific papers: records in, README, site and citations out."""
