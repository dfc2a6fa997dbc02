"""A clinic's list of patients: what each is given, and where that is found."""
