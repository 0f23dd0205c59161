"""What navigators do: find what fits, note what only they need to know, record what they suggested."""
