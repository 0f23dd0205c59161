"""Running the directory in containers: the image, and the secrets of one installation."""
