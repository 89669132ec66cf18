zmodload zsh/datetime
typeset -gF _seg_zero=$EPOCHREALTIME
skip_global_compinit=1
