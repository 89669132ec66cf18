if [[ ! -s $HISTFILE ]]; then
    for n in {1..3000}; do print -r -- ": $((1700000000 + n)):0;command number $n"; done >$HISTFILE
fi
fc -R $HISTFILE
