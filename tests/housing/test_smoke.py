import pytest
@pytest.mark.django_db
def test_up(as_owner):
    assert True
