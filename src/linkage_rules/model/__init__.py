"""What a checked policy is: plain frozen classes, no behaviour beyond themselves."""
