import pytest

from shop import Cart


@pytest.fixture
def cart():
    return Cart().add("pen", 120, 3).add("ink", 999)


@pytest.fixture
def database():
    raise ConnectionError("database is not reachable: connect to db.test:5432 refused")


@pytest.fixture
def leaky():
    yield "handle"
    raise RuntimeError("1 handle leaked in teardown")
