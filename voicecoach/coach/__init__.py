"""Coaching as pure functions: a routine becomes a timeline, a timeline a schedule.

`compile/` makes the timeline, `schedule` places it, `fit/` makes it as long as was asked, `tailor`
as a person needs it, `fading` as somebody knows it; `roles` is the table of what cues are for.
"""
