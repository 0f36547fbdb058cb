"""Relief of finances (ontzorgen): fixed costs paid from the benefit at first, and growing into doing it oneself."""
