"""What a company owes to those whose data it keeps: legal holds, a copy of everything, erasure, and disposal of what is past its time."""
