# A start-up of ordinary shape: settings, plug-ins, completion, a theme, a git
# status helper, and then the prompt.
source $ZDOTDIR/segment-lib.zsh

# before the plug-ins
typeset -U path
path=($HOME/bin $path)
HISTFILE=$ZDOTDIR/.zsh_history HISTSIZE=10000 SAVEHIST=10000
setopt share_history extended_glob prompt_subst
autoload -Uz compinit add-zsh-hook colors vcs_info
for n in {1..2000}; do : ${n}; done
seg_pre_plugin_complete

plugin() { # plugin NAME: source it, measured
    seg_start $1
    source $ZDOTDIR/plugins/${1:t}.zsh
    seg_end $1
}
plugin dev-env/node
plugin dev-env/rust
plugin essential/zsh-history
plugin essential/zsh-abbreviations

seg_start compinit
compinit -d $ZDOTDIR/.zcompdump
seg_end compinit

seg_start p10k_theme
source $ZDOTDIR/plugins/theme.zsh
seg_end p10k_theme

seg_start gitstatus_init
source $ZDOTDIR/plugins/gitstatus.zsh
seg_end gitstatus_init

seg_post_plugin_complete

# the prompt is there when the line editor starts for the first time
_seg_first_line() {
    add-zle-hook-widget -d line-init _seg_first_line
    seg_prompt_ready
    BUFFER=exit
    zle accept-line
}
autoload -Uz add-zle-hook-widget
add-zle-hook-widget line-init _seg_first_line
