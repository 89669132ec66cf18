<*> : <*> incorrect password attempt ; PWD=<*> ; USER=<*> ; COMMAND=<*>
<*> : PWD=<*> ; USER=<*> ; COMMAND=<*>
<*> : PWD=<*> ; USER=<*> ; ENV=<*> ; COMMAND=<*>
<*> : a password is required ; PWD=<*> ; USER=<*> ; COMMAND=<*>
<*> : a password is required ; PWD=<*> ; USER=<*> ; ENV=<*> ; COMMAND=<*>
<*> : command not allowed ; PWD=<*> ; USER=<*> ; COMMAND=<*>
<*> : unknown user <*> ; PWD=<*> ; USER=<*> ;<*>
<*> : user NOT in sudoers ; PWD=<*> ; USER=<*> ; COMMAND=<*>
<*> : user not allowed to change directory to <*> ; PWD=<*> ; USER=<*> ; COMMAND=<*>
(<*>) ERROR (Syntax error, this crontab file will be ignored)
(<*>) INSECURE MODE (group/other writable) (<*>)
(<*>) RELOAD (<*>)
(CRON) DEATH (can't lock <*>, otherpid may be <*>: Resource temporarily unavailable)
(CRON) INFO (Running @reboot jobs)
(CRON) INFO (Skipping @reboot jobs -- not system startup)
(CRON) INFO (pidfile fd = <*>)
(<*>) CMD (<*>)
(<*>) DELETE (<*>)
(<*>) LIST (<*>)
(<*>) REPLACE (<*>)
(to <*>) <*> on <*>
Error: bad day-of-week; while reading <*>
Error: bad username; while reading <*>
FAILED SU (to <*>) <*> on <*>
[origin software="rsyslogd" swVersion="<*>" x-pid="<*>" x-info="<*>"] rsyslogd was HUPed
[origin software="rsyslogd" swVersion="<*>" x-pid="<*>" x-info="<*>"] start
add '<*>' to group '<*>'
add '<*>' to shadow group '<*>'
change user '<*>' home from '<*>' to '<*>'
change user '<*>' shell from '<*>' to '<*>'
changed password expiry for <*>
changed user '<*>' information
changed user '<*>' shell to '<*>'
could not load module '<*>', errors: <*>
delete '<*>' from group '<*>'
delete '<*>' from shadow group '<*>'
delete user '<*>'
failed adding user '<*>', exit code: <*>
group '<*>' removed
group '<*>' removed from <*>
group added to /etc/group: name=<*>, GID=<*>
group added to /etc/gshadow: name=<*>
group changed in /etc/group (group <*>, new name: <*>)
group changed in /etc/gshadow (group <*>, new name: <*>)
lock user '<*>' password
new group: name=<*>, GID=<*>
new user: name=<*>, UID=<*>, GID=<*>, home=<*>, shell=<*>, from=<*>
pam_limits(<*>:session): Could not set limit for '<*>' to soft=<*>, hard=<*>: Operation not permitted; uid=<*>,euid=<*>
pam_systemd(<*>:session): Failed to connect to system bus: No such file or directory
pam_unix(<*>:chauthtok): password changed for <*>
pam_unix(<*>:session): session closed for user <*>
pam_unix(<*>:session): session opened for user <*>(uid=<*>) by (uid=<*>)
pam_unix(<*>): authentication failure; logname=<*> uid=<*> euid=<*> tty=<*> ruser=<*> rhost=<*> user=<*>
pam_unix(<*>:auth): check pass; user unknown
pam_unix(<*>:account): account <*> has expired (account expired)
pam_unix(<*>:auth): auth could not identify password for [<*>]
pam_unix(<*>:auth): conversation failed
password for '<*>' changed by '<*>'
removed group '<*>' owned by '<*>'
removed shadow group '<*>' owned by '<*>'
unlock user '<*>' password
user <*> added by <*> to group <*>
user <*> removed by <*> from group <*>
