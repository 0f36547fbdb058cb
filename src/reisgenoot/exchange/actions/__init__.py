"""Every change that an import makes, one function each."""
