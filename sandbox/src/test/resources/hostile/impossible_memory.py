# hostile: asks for more memory than there is at once
# expect: crashed
# says: MemoryError
held = bytearray(1 << 50)
