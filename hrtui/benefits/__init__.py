"""Benefits: plans and rates, enrolment from the event to the deduction, COBRA, and what carriers bill."""
