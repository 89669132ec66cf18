msg="(*service).Write started" expected=<*> ref=<*> total=<*>
msg="(*service).Write started" ref=<*> total=<*>
msg="Connect containerd service"
msg="Get image filesystem path \"<*>\""
msg="Ignoring events in namespace - \"<*>\""
msg="Received containerd event timestamp - <*>, namespace - \"<*>\", topic - \"<*>\""
msg="Start event monitor"
msg="Start recovering state"
msg="Start snapshots syncer"
msg="Start subscribing containerd event"
msg="cleaning up after shim disconnected" id=<*> namespace=<*>
msg="cleaning up dead shim"
msg="cleanup warnings <*>"
msg="commit snapshot" key=<*> name=<*>
msg="containerd successfully booted in <*>s"
msg="content garbage collected" d=<*>
msg="could not use snapshotter <*> in metadata plugin" error=<*>
msg="create image" name=<*> target=<*>
msg="delete image" name=<*>
msg="diff applied" d=<*> digest=<*> media=<*> size=<*>
msg="event forwarded" ns=<*> topic=<*> type=<*>
msg="event published" ns=<*> topic=<*> type=<*>
msg="failed to load plugin <*>" error=<*>
msg="file \"<*>\" ignored: resolved to root"
msg="garbage collected" d=<*>
msg="get snapshot mounts" key=<*>
msg="loading plugin \"<*>\"..." runtime=<*> type=<*>
msg="loading plugin \"<*>\"..." type=<*>
msg="prepare snapshot" key=<*> parent=<*>
msg="prepare view snapshot" key=<*> parent=<*>
msg="received signal" signal=<*>
msg="registering ttrpc service" id=<*>
msg="remove content" key=<*>
msg="remove snapshot" key=<*>
msg="remove snapshot" key=<*> snapshotter=<*>
msg="removed content" digest=<*>
msg="removed snapshot" key=<*> snapshotter=<*>
msg="schedule content cleanup"
msg="schedule snapshotter cleanup" snapshotter=<*>
msg="sd notification" error=<*> notified=<*> state=<*>
msg="serving api on socket" socket=<*>
msg="shim disconnected" id=<*>
msg="skip loading plugin \"<*>\"..." error=<*> type=<*>
msg="snapshot garbage collected" d=<*> snapshotter=<*>
msg="starting signal loop" namespace=<*> path=<*> pid=<*> runtime=<*>
msg="stat snapshot" key=<*>
msg=serving... address=<*>
