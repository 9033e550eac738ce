# hostile: asks for more memory than there is at once
# expect: memory
held = bytearray(1 << 50)
