# hostile: calls the kernel past the language
# expect: forbidden
# forbids: mount
import ctypes
ctypes.CDLL(None).mount(b"none", b"/tmp", b"tmpfs", 0, None)
