colors
vcs_info
typeset -gA theme
for n in {0..255}; do theme[c$n]="%F{$n}" theme[b$n]="%K{$n}"; done
if [[ ! -s $ZDOTDIR/.cache/theme ]]; then
    mkdir -p $ZDOTDIR/.cache
    for n in {1..400}; do print -r -- "${(%):-%F{$((n % 256))}}segment $n"; done >$ZDOTDIR/.cache/theme
fi
theme_lines=(${(f)"$(<$ZDOTDIR/.cache/theme)"})
PROMPT='%~ %# '
