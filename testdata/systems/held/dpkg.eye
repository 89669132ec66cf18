startup archives unpack
startup packages configure
startup packages remove
status config-files <*> <*>
status half-configured <*> <*>
status half-installed <*> <*>
status installed <*> <*>
status triggers-awaited <*> <*>
status triggers-pending <*> <*>
status unpacked <*> <*>
status of link group <*> set to auto
status of link group <*> set to manual
configure <*> <*> <none>
install <*> <none> <*>
purge <*> <*> <none>
remove <*> <*> <none>
trigproc <*> <*> <none>
upgrade <*> <*> <*>
link group <*> updated to point to <*>
link group <*> fully removed
run with --install <*>
run with --quiet --install <*>
run with --remove <*> <*>
run with --set <*> <*>
