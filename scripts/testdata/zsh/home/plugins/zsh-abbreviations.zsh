typeset -gA abbreviations
for n in {1..1500}; do abbreviations[g$n]="git command $n"; done
abbreviations=("${(@kv)abbreviations}")
