"""What every layer says, in two languages: phrases, names, values, keywords, messages."""
