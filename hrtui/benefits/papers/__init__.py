"""Papers of benefits: letters and forms from plain-text templates, as PDF and as drafts of e-mails."""
