DUMMY(<*>): Not using default mode "<*>" (hsync out of range)
DUMMY(<*>): Not using default mode "<*>" (vrefresh out of range)
DUMMY(<*>): Not using default mode "<*>" (doublescan mode not supported)
DUMMY(<*>): Not using default mode "<*>" (insufficient memory for mode)
DUMMY(<*>): Not using default mode "<*>" (bad mode clock/interlace/doublescan)
DUMMY(<*>): Not using default mode "<*>" (monitor doesn't support reduced blanking)
DUMMY(<*>): Not using default mode "<*>" (width too large for virtual size)
DUMMY(<*>): Not using default mode "<*>" (height too large for virtual size)
DUMMY(<*>): Not using mode "<*>" (no mode of this name)
DUMMY(<*>): Not using mode "<*>" (width too large for virtual size)
DUMMY(<*>): Default mode "<*>": <*> MHz, <*> kHz, <*> Hz
DUMMY(<*>): *Default mode "<*>": <*> MHz, <*> kHz, <*> Hz
DUMMY(<*>): Default mode "<*>": <*> MHz, <*> kHz, <*> Hz (<*>)
DUMMY(<*>): Output <*> has no monitor section
DUMMY(<*>): Output <*> using monitor section <*>
DUMMY(<*>): Output <*> using initial mode <*>
DUMMY(<*>): Output <*> connected
DUMMY(<*>): Output <*> disconnected
DUMMY(<*>): EDID for output <*>
DUMMY(<*>): Printing probed modes for output <*>
DUMMY(<*>): Modeline "<*>"x<*> (<*> kHz <*>)
DUMMY(<*>): Depth <*>, (--) framebuffer bpp <*>
DUMMY(<*>): Max Clock: <*> kHz
DUMMY(<*>): Clock range: <*> to <*> MHz
DUMMY(<*>): <*>: Using hsync range of <*> kHz
DUMMY(<*>): <*>: Using vrefresh range of <*> Hz
DUMMY(<*>): VideoRAM: <*> kByte
DUMMY(<*>): Using gamma correction (<*>)
DUMMY(<*>): Using <*> scanlines of offscreen memory
DUMMY(<*>): Silken mouse enabled
DUMMY(<*>): Default visual is <*>
DUMMY(<*>): Virtual size is <*> (pitch <*>)
DUMMY(<*>): Setting screen physical size to <*> x <*>
DUMMY(<*>): Chipset is a <*>
DUMMY(<*>): Backing store enabled
DUMMY(<*>): Backing store disabled
DUMMY(<*>): Using user preference for initial modes
DUMMY(<*>): RGB weight <*>
DUMMY(<*>): DPI set to (<*>)
DUMMY(<*>): Created crtc (<*>) and output <*> (<*>)
DUMMY: Driver for Dummy chipsets: <*>
client <*> connected from local host ( uid=<*> gid=<*> pid=<*> )
client <*> rejected from local host ( uid=<*> gid=<*> pid=<*> )
client <*> disconnected
twm: warning: font for charset <*> is lacking.
nt for charset <*> is lacking.
Initializing extension <*>
The directory "<*>" does not exist.
Log file: "<*>", Time: <*>
X Protocol Version <*>, Revision <*>
X.Org X Server <*>
Current version of pixman: <*>
Current Operating System: <*>
Automatically adding devices
Automatically enabling devices
Automatically adding GPU devices
Automatically binding GPU devices
xorg-server <*> (<*>)
The server relies on udev to provide the list of input devices.
Module <*>: vendor="<*>"
Module "<*>" already built-in
Module ABI versions:
Markers: (--) probed, (**) from config file, (==) default setting,
FontPath set to:
|-->Screen "<*>" (<*>)
| |-->Monitor "<*>"
| |-->Device "<*>"
using VT number <*>
dbus-core: error connecting to system bus: <*>
Loading <*>
Loading sub module "<*>"
LoadModule: "<*>"
Using config file: "<*>"
Using system config directory "<*>"
ModulePath set to "<*>"
Max clients allowed: <*>, resource mask: <*>
Falling back to old probe method for <*>
Server terminated successfully (<*>). Closing log file.
(DB) xf86MergeOutputClassOptions unsupported bus type <*>
xterm: fatal IO error <*> (<*>) or KillClient on X server "<*>"
xterm: Xt error: Can't open display: <*>
XIO: fatal IO error <*> (<*>) on X server "<*>"
xset: bad font path element (#<*>), possible causes are:
xset: unable to open display "<*>"
xauth: file <*> does not exist
xkill: killing creator of resource <*>
systemd-logind: logind integration requires -keeptty and -keeptty was not provided, disabling logind integration
no primary bus or device found
failed to run script: <*>
X connection to <*> broken (explicit kill or server shutdown).
ServerLayout "<*>"
SELinux: Disabled on system
Plugin "<*>" was not found and has been removed from the configuration
program as a non-root user or by removing the suid bit on the executable.
Server is already active for display <*>
GLX: Initialized <*> GL provider for screen <*>
IGLX: Loaded and initialized <*>
AIGLX: Screen <*> is not DRI2 capable
Fatal server error:
Failed creating new xdo instance
Error: Can't open display: <*>
Connection failure: <*>
Calling <*> failed GDBus.Error:<*>
Backtrace:
Authorization required, but no authorization protocol specified
directory '<*>' created
could not instantiate a sleep monitor
Unsupported GL renderer (<*>).
Thumbnailer failed calling <*>
The full text of the error or warning message cannot be safely formatted
Please consult the The X.Org Foundation support
Option "<*>" "<*>"
Name <*> lost on the message dbus, exiting.
<*>: <*> (<*>+0x<*>) [0x<*>]
Loader magic: <*>
Failed to get system bus: <*>
Couldn't connect to proxy: <*>
Another compositing manager is running on screen <*>
