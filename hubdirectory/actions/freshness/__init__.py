"""Who confirmed what and when, who is asked whether it is still right, and what they answer."""
