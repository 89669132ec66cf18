# finds the newest of the installed versions, as version managers do
if [[ ! -s $ZDOTDIR/.cache/node ]]; then
    mkdir -p $ZDOTDIR/.cache
    node --version >$ZDOTDIR/.cache/node 2>/dev/null || print none >$ZDOTDIR/.cache/node
fi
export NODE_VERSION_FOUND=$(<$ZDOTDIR/.cache/node)
