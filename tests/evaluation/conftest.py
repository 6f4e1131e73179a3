import pytest


@pytest.fixture
def file(tmp_path):
    """Write a file and give its path."""

    def write(text, name="file.txt"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return path

    return write
