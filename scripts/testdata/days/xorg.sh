#!/bin/bash
# X.Org (Debian xserver-xorg-core 21.1.7, xserver-xorg-video-dummy 0.4.0): sessions of several users on several displays, with Xfce 4.18, IceWM, Openbox or twm. Usage: xorg.sh WORK
# Also Debian: xfce4-session xfce4-panel xfwm4 xfdesktop4 xfce4-settings dbus-x11 icewm openbox twm x11-apps x11-utils x11-xserver-utils x11-xkb-utils xterm xdotool xauth xfonts-base
set -u
W=$1/xorg; rm -rf "$W"; mkdir -p "$W/home"; cd "$W"; N=${N:-24}
pick() { local a=("$@"); echo "${a[RANDOM % ${#a[@]}]}"; }
conf() { cat > $1.conf <<E
Section "ServerLayout"
  Identifier "seat"
  Screen "screen"
EndSection
$2
Section "Device"
  Identifier "card"
  Driver "$([ $((RANDOM % 14)) = 0 ] && echo mga || echo dummy)"
  VideoRam $(pick 16384 64000 256000 4096)
EndSection
Section "Monitor"
  Identifier "monitor"
  HorizSync $(pick 30-80 28.0-110.0 15-60)
  VertRefresh 50-$(pick 75 85 120)
$(pick "" '  Modeline "1280x960" 101.25 1280 1360 1488 1696 960 963 967 996' '  Option "DPMS" "false"')
EndSection
Section "Screen"
  Identifier "screen"
  Device "card"
  Monitor "monitor"
  DefaultDepth $(pick 24 24 24 16)
  SubSection "Display"
    Modes $(pick '"1024x768"' '"1920x1080" "1280x1024"' '"1280x960" "800x600"' '"1600x1200" "640x480"' '"3840x2160" "1440x900"')
  EndSubSection
EndSection
E
}
client() { timeout 20 "$@" >> err.$S 2>&1 & sleep 0.1; }
session() {  # session NUMBER: one user's login, as startx or a display manager would do it
  local S=$1 D=$((40 + $1)) u=$(pick anna bert carla dmitri elif farid) X; export HOME=$W/home/$u XAUTHORITY=$W/auth.$S XDG_RUNTIME_DIR=$W/home/$u/run XDG_CONFIG_HOME= XDG_SESSION_TYPE=x11; mkdir -p "$XDG_RUNTIME_DIR"; chmod 700 "$XDG_RUNTIME_DIR"; unset XDG_CONFIG_HOME SESSION_MANAGER DBUS_SESSION_BUS_ADDRESS
  conf $S "$(pick "" "" 'Section "Files"
  FontPath "/usr/share/fonts/X11/Type1"
  FontPath "/usr/local/share/fonts/bitmap"
EndSection' 'Section "ServerFlags"
  Option "BlankTime" "5"
  Option "DontVTSwitch" "true"
EndSection' 'Section "Extensions"
  Option "Composite" "Disable"
EndSection')"
  xauth -q -f $XAUTHORITY add :$D . $(openssl rand -hex 16) 2>> err.$S
  Xorg :$D -config "$W/$S.conf" -logfile "$W/Xorg.$S.log" -auth $XAUTHORITY -noreset -novtswitch -sharevts -nolisten tcp -audit $(pick 1 1 4) $(pick "" "" "-dpi 96" "-s 3" "-background none") > out.$S 2>&1 & X=$!
  sleep 1.5; export DISPLAY=:$D
  xset -q > /dev/null 2>> err.$S; client setxkbmap $(pick us de "us,de -option grp:alt_shift_toggle" fr tr)
  case $((RANDOM % 5)) in 0|1) client dbus-launch --exit-with-session xfce4-session; sleep 4 ;; 2) client icewm ;; 3) client openbox ;; 4) client twm ;; esac
  client xterm -geometry 80x$((20 + RANDOM % 20)) -e "sleep $((3 + RANDOM % 6)); ls"; client $(pick xclock xeyes xlogo xload); client xterm -fn $(pick fixed 10x20 "-adobe-courier-bold-r-*") -e "sleep 3"
  client xdotool key --delay 30 h e l l o; client xrandr --output DUMMY0 --mode $(pick 800x600 1024x768 640x480 1920x1200); client xrdb -merge /etc/X11/Xresources/x11-common
  [ $((RANDOM % 3)) = 0 ] && XAUTHORITY=/dev/null client xclock
  [ $((RANDOM % 4)) = 0 ] && { client Xorg :$D -config "$W/$S.conf" -logfile "$W/Xorg.$S.second.log" -nolisten tcp; DISPLAY=:$((D + 300)) client xeyes; }
  [ $((RANDOM % 4)) = 0 ] && client xkill -id 0x$((RANDOM % 9 + 1))00005
  client xset s $((RANDOM % 90)) 30; client xset fp+ /usr/share/fonts/X11/$(pick misc 75dpi Type1); sleep $((2 + RANDOM % 4))
  kill $([ $((RANDOM % 12)) = 0 ] && echo -ABRT) $X 2>/dev/null; sleep 1; kill -9 $X 2>/dev/null
  [ -e Xorg.$S.second.log ] && cat Xorg.$S.second.log >> Xorg.$S.log; cat out.$S Xorg.$S.log err.$S > all.$S
}
for k in $(seq $N); do (session $k) & [ $(jobs -pr | wc -l) -gt 1 ] && wait -n; sleep 0.5; done 2> /dev/null; wait
for h in home/*; do HOME=$W/$h gpgconf --kill gpg-agent; done 2> /dev/null
# headers: "[ UPTIME] (II) " of the server, "(PROGRAM:PID): DOMAIN-LEVEL **: TIME: " of GLib; lines that start with a blank continue one
for k in $(seq $N); do cat all.$k; done | grep -avP '^(\[ *[0-9.]+\] )?\s|Kernel command line:|^\[ *[0-9.]+\] *$|^$' | sed -E "s/^\[ *[0-9.]+\] ?//; s/^\((II|WW|EE|--|\*\*|==|\+\+|!!|NI|\?\?)\) //; s/^(\*\* )?\([^():]+:[0-9]+\): //; s/^([A-Za-z0-9_-]+-)?(WARNING|CRITICAL|ERROR|Message|INFO)( \*\*)?: [0-9:.]+: //; s/^(\S+\[[0-9]+\]): //; s/^AUDIT: .{24}: [0-9]+: //; s#$W#/srv/lab/xorg#g; s/\b$(hostname)\b/vm/g; s/\t/ /g" | awk 'length && length <= 1500' > "$1/xorg.raw"
