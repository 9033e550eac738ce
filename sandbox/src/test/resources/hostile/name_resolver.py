# hostile: tells a server by what names it asks for
# expect: crashed
# says: gaierror
import socket
print(socket.getaddrinfo("secret.example.org", 80))
