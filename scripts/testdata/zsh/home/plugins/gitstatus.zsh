# asks git once, as a status daemon does when it starts
command git -C $ZDOTDIR/repo status --porcelain=v2 --branch >$ZDOTDIR/.cache/gitstatus 2>/dev/null
:
