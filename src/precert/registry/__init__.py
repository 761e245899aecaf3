"""What payers' files say: providers, enrolments, consumers, eligibility."""
