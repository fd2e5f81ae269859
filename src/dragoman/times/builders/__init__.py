"""One function for each ``build`` of the grammar: a `Hit` in, its `Piece`s out, or None to refuse it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from dragoman.times.builders import clock, dates, lengths, phrases, relative, years

if TYPE_CHECKING:
    from dragoman.times.matching import Build

__all__ = ["BUILDERS"]

BUILDERS: dict[str, Build] = {
    f.__name__: f
    for f in (
        dates.iso,
        dates.numeric,
        dates.fields,
        dates.month,
        dates.days,
        dates.months,
        years.year,
        years.short_year,
        years.year_bc,
        years.month_bc,
        years.years_bc,
        years.year_ad,
        years.years,
        years.decade,
        years.century,
        years.season,
        years.quarter,
        years.half,
        years.fiscal,
        relative.near_day,
        relative.deictic,
        relative.the_last,
        relative.story_unit,
        relative.unit_before_after,
        relative.before_ref,
        relative.weekday,
        clock.daypart,
        lengths.length,
        lengths.length_compound,
        lengths.length_long,
        lengths.window,
        lengths.shift,
        lengths.in_time,
        lengths.shift_from,
        lengths.every,
        lengths.often,
        relative.reference,
        relative.former,
        relative.that_time,
        relative.that_period,
        clock.clock,
        clock.feast,
        phrases.part,
        phrases.since_or_until,
        phrases.of_year,
        clock.day_part,
        clock.clock_day,
        phrases.week_of,
        phrases.same_period,
        phrases.nth_week,
        phrases.window_of,
        lengths.plural_days,
        phrases.nth_weekday,
        phrases.nth_day,
        relative.day_of_month,
        years.unit_end,
        phrases.weekday_of_week,
        relative.weekend,
        phrases.roughly,
    )
}
