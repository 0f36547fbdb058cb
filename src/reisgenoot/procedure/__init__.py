"""Registration and the asylum procedure: the four days, checks, information, reception, legal aid, the decision."""
