"""What an author writes, as values: routines, exercises, doses, profiles, programmes."""
