"""Property tests here compare results, not speed: PyTorch's first call alone outlasts the deadline."""

from hypothesis import settings

settings.register_profile("without deadline", deadline=None)
settings.load_profile("without deadline")
