# hostile: sends the program's input to a server on this very machine
# expect: crashed
# says: Permission denied
import socket, sys
socket.create_connection(("127.0.0.1", 22), timeout=2).send(open(sys.argv[2], "rb").read())
