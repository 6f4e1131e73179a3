"""What is compiled where there is a C++ compiler; all else stands in pyproject.toml.

Each of these modules is the twin of one of Python and may be missing: then all is the same, and slower.
"""

from setuptools import Extension, setup

MODULES = ("adding", "choosing", "sieving")

setup(
    ext_modules=[
        Extension(f"searchnews.compiled.{name}", [f"searchnews/compiled/{name}.pyx"], language="c++", optional=True)
        for name in MODULES
    ]
)
