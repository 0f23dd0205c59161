"""The real servers that the tests and the figures need, on loopback only, always stopped afterwards.

One *keeper* process starts them when they are first asked for, and stops them when its owner is gone.
"""
