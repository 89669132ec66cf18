def test_beside_the_broken_ones():
    pass
