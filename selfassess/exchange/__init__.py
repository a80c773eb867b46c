"""Answers, questionnaires and bundles as files: in and out."""
