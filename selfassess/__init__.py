"""A self-assessment of how well agencies work together to keep children safe."""

__version__ = "0.1.0"
