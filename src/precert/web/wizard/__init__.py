"""Create Case: the steps from an empty page to a Case ID."""
