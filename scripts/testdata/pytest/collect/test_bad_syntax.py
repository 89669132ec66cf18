def test_never_compiled(:
    pass
