"""Fits a routine to a length, exactly.

What a length may change is known beforehand: how much is explained to one who knows the routine,
the reps and breaths within their least and what is written, which optional steps are left out and
which extra ones done, and the pauses. `edits` applies such changes to a script, `plans` gives the
ways to leave out or add in the order in which they are tried.

1. Every line that any of the candidates may say is measured once (`durations`), so that each
   candidate is a row of lengths: what is fixed, and for each number the lengths that its values
   give (`candidates`). Where there are very many plans, those are measured whose length may be
   about right, by what their steps take alone (`likely`).
2. All sums that the numbers of a candidate can reach are known at once, as the bits of one integer
   (`subset_sum`), so the first candidate with a sum that the pauses can fill is found without
   trying any combination, and where there is none the nearest lengths below and above (`nearest`).
3. What is left is given to the pauses and rests, in whole frames (`slack`).
4. What was changed is told (`describe`); where nothing fits, which step makes it so (`hardest`).

`search` is this list as code.
"""
