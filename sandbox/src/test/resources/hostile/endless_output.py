# hostile: writes without end
# expect: output
import os
while True:
    os.write(1, bytes(1 << 16))
