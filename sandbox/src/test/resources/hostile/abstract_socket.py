# hostile: meets another experiment at a local socket that needs no file
# expect: crashed
# says: Connection refused
import socket
meeting = socket.socket(socket.AF_UNIX)
meeting.connect("\0/tmp/.X11-unix/X0")
