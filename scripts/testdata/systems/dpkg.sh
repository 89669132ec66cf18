#!/bin/bash
# dpkg and update-alternatives, from installing, reconfiguring, removing and purging small packages. Usage: dpkg.sh WORK
# Changes this machine's packages for a moment; the list is of ones that nothing depends on.
set -u
W=$1/dpkg; rm -rf "$W"; mkdir -p "$W"
export DEBIAN_FRONTEND=noninteractive
{
  apt-get install -y -q --no-install-recommends hello sl figlet toilet jed joe mg nvi ed tnftp ftp w3m elinks lynx gawk mawk original-awk byacc bison moreutils rlwrap xinetd at cpio beanstalkd nsd tinyproxy > "$W/out" 2>&1
  dpkg-reconfigure hello mg nvi gawk lynx >> "$W/out" 2>&1; update-alternatives --set editor /usr/bin/mg >> "$W/out" 2>&1; update-alternatives --auto editor >> "$W/out" 2>&1; update-alternatives --set awk /usr/bin/original-awk >> "$W/out" 2>&1; update-alternatives --auto awk >> "$W/out" 2>&1; update-alternatives --set pager /bin/nosuch >> "$W/out" 2>&1; update-alternatives --install /usr/bin/lxtool lxtool /bin/true 10 >> "$W/out" 2>&1; update-alternatives --install /usr/bin/lxtool lxtool /bin/false 20 >> "$W/out" 2>&1; update-alternatives --remove lxtool /bin/false >> "$W/out" 2>&1; update-alternatives --remove-all lxtool >> "$W/out" 2>&1
  apt-get install -y -q --reinstall hello figlet mg >> "$W/out" 2>&1
  apt-get remove -y -q sl toilet jed joe mg nvi tnftp elinks original-awk xinetd beanstalkd >> "$W/out" 2>&1; apt-get purge -y -q hello figlet nsd tinyproxy jed joe elinks xinetd beanstalkd rlwrap >> "$W/out" 2>&1
}
cut -d' ' -f3- /var/log/dpkg.log > "$1/dpkg.raw"
sed -E 's/^update-alternatives [0-9-]+ [0-9:]+: //' /var/log/alternatives.log >> "$1/dpkg.raw"
