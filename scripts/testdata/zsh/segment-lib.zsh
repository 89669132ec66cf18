# segment-lib.zsh: measures a zsh start-up in named segments, as SEGMENT lines.
#
# Lines go to $SEGMENT_LOG:
#   SEGMENT name=NAME ms=MS phase=PHASE sample=SAMPLE
#   POST_PLUGIN_SEGMENT NAME MS            (again, for each post_plugin segment)
#   PRE_PLUGIN_COMPLETE MS, POST_PLUGIN_COMPLETE MS, PROMPT_READY_COMPLETE MS
# Times are whole milliseconds of the wall clock. pre_plugin_total runs from the
# start of .zshenv to the first plug-in; post_plugin_total and prompt_ready both
# run from the end of that first interval (their common origin).
zmodload zsh/datetime

typeset -gF _seg_zero=${_seg_zero:-$EPOCHREALTIME} _seg_origin=0
typeset -gA _seg_open

_seg_ms() { # _seg_ms FROM TO: sets REPLY
    typeset -F d=$(( ($2 - $1) * 1000 ))
    (( d < 0 )) && d=0
    printf -v REPLY '%.0f' $d
}

_seg_write() { print -r -- "$*" >>$SEGMENT_LOG }

seg_start() { _seg_open[$1]=$EPOCHREALTIME }

seg_end() { # seg_end NAME [PHASE]
    local name=${1// /_} phase=${2:-post_plugin} REPLY
    _seg_ms $_seg_open[$1] $EPOCHREALTIME
    unset "_seg_open[$1]"
    _seg_write "SEGMENT name=$name ms=$REPLY phase=$phase sample=${SEGMENT_SAMPLE:-unknown}"
    [[ $phase == post_plugin ]] && _seg_write "POST_PLUGIN_SEGMENT $name $REPLY"
    return 0
}

_seg_total() { # _seg_total NAME PHASE MARKER MS
    _seg_write "$3 $4"
    _seg_write "SEGMENT name=$1 ms=$4 phase=$2 sample=${SEGMENT_SAMPLE:-unknown}"
}

seg_pre_plugin_complete() {
    local REPLY
    _seg_origin=$EPOCHREALTIME
    _seg_ms $_seg_zero $_seg_origin
    _seg_total pre_plugin_total pre_plugin PRE_PLUGIN_COMPLETE $REPLY
}

seg_post_plugin_complete() {
    local REPLY
    _seg_ms $_seg_origin $EPOCHREALTIME
    _seg_total post_plugin_total post_plugin POST_PLUGIN_COMPLETE $REPLY
}

seg_prompt_ready() {
    local REPLY
    _seg_ms $_seg_origin $EPOCHREALTIME
    _seg_total prompt_ready prompt PROMPT_READY_COMPLETE $REPLY
}
