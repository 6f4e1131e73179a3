"""What is compiled where there is a C++ compiler; all else stands in pyproject.toml.

Each of these modules is the twin of one of Python and may be missing: then all is the same, and slower.
"""

import os

from setuptools import Extension, setup

MODULES = ("adding", "choosing", "numbering", "placing", "reading", "sieving")
SMALLER = ["-g0"] if os.name == "posix" else []  # without what debuggers ask for

setup(
    ext_modules=[
        Extension(
            f"searchnews.compiled.{name}",
            [f"searchnews/compiled/{name}.pyx"],
            language="c++",
            extra_compile_args=SMALLER,
            optional=True,
        )
        for name in MODULES
    ]
)
