"""Where a project has what is handed out: roster, list of addresses, sites."""

from __future__ import annotations

from pathlib import Path

from voicecoach.project import Project

_ROSTERS = ("roster.csv", "roster.tsv", "roster.yaml")
PUBLIC_SITE, PRIVATE_SITE = "site", "private-site"
"""The folders of sites that `publish` makes."""


def roster_file(project: Project) -> Path:
    """The project's roster; where it would be, where there is none."""
    root = project.root or Path()
    return next((root / name for name in _ROSTERS if (root / name).is_file()), root / _ROSTERS[0])


def links_file(project: Project) -> Path:
    """The list of patients' addresses."""
    return (project.root or Path()) / "links.csv"


def patient_site(project: Project) -> Path:
    """The folder of all patients' pages."""
    return (project.root or Path()) / "patient-site"
